"""What the package for Python promises; says `all is well` if it holds."""
import math

import spinsweep
from magnet import resonance

job = {
    "title": "Resonances \u00b5",
    "model": resonance,
    "parameters": {"damping": 0.5},
    "axis": [
        {"parameter": "field", "from": "10 kA/m", "to": "100 kA/m", "points": 10},
        {"parameter": "shape", "values": ["disc", "ring"]},
    ],
}
launcher = ("mpirun", "--oversubscribe")
data = spinsweep.run(job, ranks=2, output="two.h5", launcher=launcher)
assert data.frequency.dims == ("field", "shape")
assert data.frequency.attrs["units"] == "Hz" and data.attrs["title"] == "Resonances \u00b5"
assert math.isclose(data.frequency.sel(field=1e5)[0].item(), 2.2128e5 * 1e5 / (2 * math.pi))
assert math.isclose(data.signal.isel(time=2)[0, 0].item(), math.exp(-1))
assert data["count"][0].values.tolist() == [2, 12]
noise = data.noise.values.copy()
assert len(set(noise.ravel())) == 20
data.close()
alone = spinsweep.run(job, output="one.h5", progress=False)
assert (alone.noise.values == noise).all()
alone.close()
again = spinsweep.open("one.h5")
assert (again.noise.values == noise).all()
again.close()

plan = spinsweep.check({**job, "output": {"file": "one.h5"}})
assert plan["started"] is False and plan["runs"][-1] == "resonance"
plan = spinsweep.check({**job, "output": {"file": "one.h5"}}, start=True)
assert plan["points"] == 20

for change, code, sentence in [
    ({"parameters": {"dampin": 1}}, 2, "unknown parameter 'dampin' of model 'program'; did you mean"),
    ({"parameters": {"damping": "1 K"}}, 2, "'damping' is a pure number, but was given in 'K'"),
    ({"axis": [{"parameter": "field", "values": [1, 5e5]}]}, 4, "1 point failed"),
]:
    try:
        spinsweep.run({**job, **change}, output="wrong.h5", progress=False, overwrite=True)
    except spinsweep.Error as error:
        assert error.code == code and str(error).startswith(sentence), error
    else:
        raise AssertionError(sentence)
kept = spinsweep.open("wrong.h5")
assert math.isnan(kept.frequency[1].item())
assert kept["frequency"][0].item() > 0
kept.close()
assert resonance.description["parameters"][0] == {
    "name": "field", "unit": "A/m", "default": "80 kA/m"}
print("all is well")
