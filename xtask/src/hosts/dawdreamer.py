"""One check of the plugin in DawDreamer.

dawdreamer.py CHECK BUNDLE SONG EXPECTED RIG PASSING
Exits with 0 when the check holds; says why otherwise. EXPECTED is the song through RIG as the
command line renders it; PASSING is a preset file under which an export passes through.
"""
import os
import subprocess
import sys
import tempfile
import wave

import dawdreamer
import numpy

check, bundle, song, expected, rig, passing = sys.argv[1:7]
BLOCK = 512


def read(path):
    """Samples and rate of a WAV file with samples of 32-bit floats."""
    with open(path, "rb") as file:
        data = file.read()
    at, rate, samples = 12, 0, None
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"fmt ":
            rate = int.from_bytes(body[4:8], "little")
        if kind == b"data":
            samples = numpy.frombuffer(body, dtype="<f4")
        at += 8 + size + size % 2
    return samples.reshape(-1, 2).T.copy(), rate


sound, rate = read(song)
engine = dawdreamer.RenderEngine(rate, BLOCK)


def load(name="bodypack"):
    return engine.make_plugin_processor(name, bundle)


def index_of(plugin, name):
    for entry in plugin.get_parameters_description():
        if entry["name"] == name:
            return entry["index"]
    raise AssertionError(f"no parameter {name}")


def choose(plugin, wanted):
    index = index_of(plugin, "Rig")
    for number in range(256):
        plugin.set_parameter(index, number / 255)
        if plugin.get_parameter_text(index) == wanted:
            return
    raise AssertionError(f"no rig {wanted}")


def render(plugin, sound, *more):
    players = [engine.make_playback_processor("song", sound)]
    players += [engine.make_playback_processor(f"more{n}", m) for n, m in enumerate(more)]
    names = [player.get_name() for player in players]
    engine.load_graph([(p, []) for p in players] + [(plugin, names)])
    engine.render(sound.shape[1] / rate)
    return engine.get_audio().copy()


def same(a, b, what):
    length = min(a.shape[1], b.shape[1])
    assert length > 0, "nothing was rendered"
    worst = numpy.abs(a[:, :length] - b[:, :length]).max()
    assert numpy.array_equal(a[:, :length], b[:, :length]), f"{what}: {worst} apart"


second = sound[:, :rate]
if check in ("scan", "insert", "exit"):
    plugin = load()
    assert plugin.get_plugin_parameter_size() > 60
    if check != "scan":
        out = render(plugin, second)
        assert numpy.isfinite(out).all() and numpy.abs(out).max() > 1e-3
elif check == "choose rig":
    plugin = load()
    choose(plugin, rig)
    render(plugin, second)
    assert plugin.get_parameter_text(index_of(plugin, "Rig")) == rig
elif check == "knob":
    plain = render(load("plain"), second)
    plugin = load()
    plugin.set_parameter(index_of(plugin, "Trim"), 18 / 48)
    change = 20 * numpy.log10(numpy.std(render(plugin, second)) / numpy.std(plain))
    assert abs(change + 6) < 0.5, f"{change} dB"
elif check == "window":
    # The host's call ends when the button at the end of the window's title is clicked.
    closing = """sleep 4
eval $(xdotool search --name ^DawDreamer getwindowgeometry --shell)
xdotool mousemove $((X + WIDTH - 11)) $((Y - 29)) click 1"""
    subprocess.Popen(["sh", "-c", closing])
    load().open_editor()
elif check in ("aux", "mono") and not load().can_set_bus(2, 2):
    # The host sets one input and one output, and refuses all for plugins that have more.
    sys.exit(3)
elif check == "aux":
    plugin = load()
    plugin.set_bus(6, 2)
    room = numpy.roll(second, 1000, axis=1)
    silent = numpy.zeros_like(second)
    with_room = render(plugin, second, room, silent)
    other = load("other")
    other.set_bus(6, 2)
    without = render(other, second, silent, silent)
    assert not numpy.array_equal(with_room, without), "the room is not heard"
elif check == "mono":
    plugin = load()
    for inputs, outputs in ((1, 2), (1, 1)):
        assert plugin.can_set_bus(inputs, outputs), f"{inputs} in, {outputs} out is refused"
        plugin.set_bus(inputs, outputs)
        out = render(plugin, second[:1])
        assert out.shape[0] == outputs and numpy.abs(out).max() > 1e-3
elif check == "state":
    plugin = load()
    choose(plugin, rig)
    plugin.set_parameter(index_of(plugin, "Trim"), 18 / 48)
    render(plugin, second)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "state")
        plugin.save_state(path)
        first, other = load("first"), load("second")
        first.load_state(path)
        other.load_state(path)
        trim = index_of(other, "Trim")
        assert abs(other.get_parameter(trim) - 18 / 48) < 0.01, other.get_parameter(trim)
        same(render(other, second), render(first, second), "restored")
elif check == "export":
    plugin = load()
    choose(plugin, rig)
    same(render(plugin, sound), read(expected)[0], "against the command line")
elif check == "pass through":
    plugin = load()
    assert plugin.load_vst3_preset(passing)
    same(render(plugin, sound), sound, "against the input")
elif check == "twenty":
    plugins = [load(f"bodypack{n}") for n in range(20)]
    short = sound[:, : rate // 10]
    first = render(plugins[0], short)
    for plugin in plugins[1:]:
        same(render(plugin, short), first, "of twenty")
else:
    sys.exit(3)
