"""One check of the plugin in pedalboard.

pedalboard.py CHECK BUNDLE SONG EXPECTED RIG PASSING
Exits with 0 when the check holds; says why otherwise. EXPECTED is the song through RIG as the
command line renders it; PASSING is a preset file under which an export passes through.
"""
import sys
import threading

import numpy
import pedalboard
from pedalboard.io import AudioFile

check, bundle, song, expected, rig, passing = sys.argv[1:7]


def load():
    return pedalboard.load_plugin(bundle)


def read(path):
    with AudioFile(path) as file:
        return file.read(file.frames), file.samplerate


def same(a, b, what):
    length = min(a.shape[1], b.shape[1])
    assert length > 0, "nothing was rendered"
    worst = numpy.abs(a[:, :length] - b[:, :length]).max()
    assert numpy.array_equal(a[:, :length], b[:, :length]), f"{what}: {worst} apart"


if check in ("scan", "insert", "exit"):
    plugin = load()
    assert plugin.name == "Bodypack" and plugin.is_effect
    if check != "scan":
        sound, rate = read(song)
        out = plugin.process(sound[:, :rate], rate)
        assert numpy.isfinite(out).all() and numpy.abs(out).max() > 1e-3
elif check == "window":
    plugin = load()
    close = threading.Event()
    threading.Timer(3.0, close.set).start()
    plugin.show_editor(close)
elif check == "choose rig":
    plugin = load()
    plugin.rig = rig
    sound, rate = read(song)
    plugin.process(sound[:, :rate], rate)
    assert plugin.rig == rig, plugin.rig
elif check == "knob":
    plugin = load()
    sound, rate = read(song)
    sound = sound[:, :rate]
    plain = plugin.process(sound, rate)
    plugin.trim_db = -6
    plugin.volume_db = -6
    plugin.balance = 0
    assert abs(plugin.volume_db + 6) < 0.06, plugin.volume_db
    quiet = load()
    quiet.trim_db = -6
    change = 20 * numpy.log10(numpy.std(quiet.process(sound, rate)) / numpy.std(plain))
    assert abs(change + 6) < 0.5, f"{change} dB"
elif check == "mono":
    plugin = load()
    sound, rate = read(song)
    out = plugin.process(sound[:1, :rate], rate)
    assert numpy.abs(out).max() > 1e-3
elif check == "state":
    plugin = load()
    plugin.rig = rig
    plugin.trim_db = -6
    sound, rate = read(song)
    sound = sound[:, :rate]
    first = plugin.process(sound, rate)
    first = plugin.process(sound, rate)
    other = load()
    other.raw_state = plugin.raw_state
    other.process(sound, rate)
    same(other.process(sound, rate), first, "restored")
elif check == "export":
    plugin = load()
    plugin.rig = rig
    sound, rate = read(song)
    same(plugin.process(sound, rate), read(expected)[0], "against the command line")
elif check == "pass through":
    plugin = load()
    plugin.load_preset(passing)
    sound, rate = read(song)
    same(plugin.process(sound, rate), sound, "against the input")
elif check == "twenty":
    plugins = [load() for _ in range(20)]
    sound, rate = read(song)
    sound = sound[:, : rate // 10]
    first = plugins[0].process(sound, rate)
    for plugin in plugins[1:]:
        same(plugin.process(sound, rate), first, "of twenty")
else:
    sys.exit(3)
