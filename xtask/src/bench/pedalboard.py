"""Processor time of the plugin by that of a chain of stock JUCE parts, both in pedalboard.

pedalboard.py BUNDLE SONG ROUNDS [rigs]
Prints a line for each row: name, median, 10 % and 90 % of the ratios, by tabs; with "rigs", one
for each factory rig as well. Both sides run by turns in one process, on the thread's own clock.
"""
import sys
import time

import numpy
import pedalboard
from pedalboard.io import AudioFile

bundle, song, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
RATE = 48_000
BLOCK = 64
SECONDS = 6

with AudioFile(song).resampled_to(RATE) as file:
    file.seek(20 * RATE)
    music = file.read(SECONDS * RATE)
music = numpy.ascontiguousarray(numpy.vstack([music, music])[:2])
silence = numpy.zeros_like(music)


def plugin(**values):
    made = pedalboard.load_plugin(bundle)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def chain():
    decay = numpy.exp(-numpy.arange(1024) / 150)
    response = 0.05 * decay * numpy.random.default_rng(1).standard_normal(1024)
    bands = [pedalboard.PeakFilter(hz, 3.0, 1.0) for hz in (100, 250, 700, 2000, 5000, 10_000)]
    return pedalboard.Pedalboard(
        bands
        + [pedalboard.Compressor(-20, 3), pedalboard.Compressor(-12, 2)]
        + [pedalboard.Convolution(response.astype("float32"), mix=1.0, sample_rate=RATE)]
        + [pedalboard.Limiter(-1)]
    )


def cost(processor, sound):
    start = time.thread_time()
    processor.process(sound, RATE, buffer_size=BLOCK, reset=False)
    return time.thread_time() - start


def row(name, processor, peer, sound=music):
    # Once beforehand, so that nothing pays for what is done only once.
    cost(processor, sound)
    cost(peer, music)
    ratios = [cost(processor, sound) / cost(peer, music) for _ in range(rounds)]
    low, middle, high = numpy.quantile(ratios, [0.1, 0.5, 0.9])
    print(f"{name}\t{middle:.4f}\t{low:.4f}\t{high:.4f}", flush=True)


STAGE = dict(crowd_db_spl=80.0, drums_db_spl=95.0, wedges_db_spl=90.0, hall_db_spl=75.0)
EVERYTHING = dict(
    link="Analog FM", pa_spill_db_spl=90.0, ambient_mics=True, ear_limiter=True, **STAGE
)
peer = chain()
row("fresh instance", plugin(), peer)
row("distortion 0", plugin(distortion=0.0), peer)
row("bypassed", plugin(bypass=True), peer)
row("analog FM", plugin(link="Analog FM"), peer)
row("everything on", plugin(**EVERYTHING), peer)
row("a gain, for the host's own share", pedalboard.Pedalboard([pedalboard.Gain(0.0)]), peer)
quiet = plugin()
cost(quiet, music)
loud = plugin()
cost(loud, music)
cost(quiet, silence)
ratios = []
for _ in range(rounds):
    ratios.append(cost(quiet, silence) / cost(loud, music))
low, middle, high = numpy.quantile(ratios, [0.1, 0.5, 0.9])
print(f"silence after sound, by sound\t{middle:.4f}\t{low:.4f}\t{high:.4f}")
if "rigs" in sys.argv[4:]:
    made = plugin()
    for rig in made.parameters["rig"].valid_values:
        if rig not in ("As edited", "Unused"):
            made.rig = rig
            # A rig is loaded away from the audio thread.
            for _ in range(4):
                cost(made, music)
                time.sleep(0.2)
            row("rig: " + rig, made, peer)
