"""Edits of a result file as its user, another program or an accident would make them.

`edit(path, generator)` changes the file in place and says what it did: an `Edit`. Each is one of

- additions: arrays, texts, groups, links, attributes that are not of the job. Verbs must go on as if
  they were not there;
- restorings: the same contents in chunks, compressed, or written by another program;
- removals, renamings, replacements of what the job wrote by something of another type or extent, by
  h5py and, with right checksums, by a change of the bytes that describe it.
"""

import collections
import os
import struct

import h5py
import numpy as np

# What was done; whether verbs must say the same as before; whether only words may differ.
Edit = collections.namedtuple("Edit", "what is_harmless words_differ")

NAMES = ["my_fit", "chi2", "note", "time", "bits", "switching_probability_low", "point", "k",
         "quantum_temperature_error", "a b", "Δ", "x\x1b[31m", "\u202e", "q" * 300, "quantities",
         "message_length", "_nc4_non_coord_current", "current_", ".hidden", "run2", "source"]
UNITS = ["", "K", "furlong", "s^-1/2", "1e400", "((((((", "m" * 200, "\x1b[31m", "µµ", "degC"]
ATTRIBUTES = ["units", "source", "coordinates", "long_name", "flag_meanings", "flag_values",
              "_FillValue", "comment", "valid_range", "DIMENSION_LABELS", "NAME"]


def own_arrays(file):
    """Names of the arrays of the job, those of the group run included."""
    names = []
    for key in ["axes", "dimensions", "auxiliary_coordinates", "quantities"]:
        names += file["run"].attrs[key].decode().split()
    return names + [f"run/{name}" for name in file["run"]]


def some_array(file, generator):
    """An array of almost any type and shape, as arguments of create_dataset."""
    extents = [file[name].shape[0] for name in file["run"].attrs["axes"].decode().split()]
    shape = generator.choice([(), (0,), (1,), (5,), tuple(extents), tuple(extents[:1]), (3, 2, 2),
                              tuple(extents) + (2,)])
    kind = generator.randrange(16)
    numbers = np.asarray(np.random.default_rng(generator.randrange(1 << 30)).normal(size=shape))
    if kind < 4:
        return {"data": numbers.astype(["f8", "f4", ">f8", "f2"][kind])}
    if kind < 7:
        return {"data": (100 * numbers).astype(["i8", "i1", "u2"][kind - 4])}
    if kind == 7:
        return {"data": numbers > 0}
    if kind == 8:
        return {"data": numbers + 1j}
    if kind == 9:
        return {"data": np.full(shape, b"text", "S7")}
    if kind == 10:
        return {"shape": shape, "dtype": h5py.string_dtype()}
    if kind == 11:
        return {"shape": shape, "dtype": np.dtype([("a", "f8"), ("b", "S3")])}
    if kind == 12:
        return {"shape": shape, "dtype": h5py.vlen_dtype(np.float64)}
    if kind == 13:
        return {"shape": shape, "dtype": h5py.ref_dtype}
    if kind == 14:
        return {"shape": (1 << 40, 1 << 20), "chunks": (1, 1024), "dtype": "f8"}
    return {"shape": (4,), "maxshape": (None,), "chunks": (2,), "dtype": np.dtype("V5")}


def some_value(file, generator):
    """A value for an attribute."""
    return generator.choice([
        "text", "", generator.choice(UNITS), 1, -1.5, np.nan, True, np.arange(5), [1.5, 2.5],
        ["a", "bc"], np.array([b"a", b"bcd"]), h5py.Empty("f8"), h5py.Empty(h5py.string_dtype()),
        np.array([], "f8"), 1j, np.uint64((1 << 64) - 1), file["run"].ref, "x" * 5000,
        np.zeros((2, 2), "S9"), np.array(3, ">i2")])


def free_name(file, generator, group):
    name = generator.choice(NAMES)
    while name in group:
        name += "_"
    return name


def add_array(file, generator):
    group = generator.choice([file, file, file, file["run"], file.require_group("mine")])
    name = free_name(file, generator, group)
    item = group.create_dataset(name, **some_array(file, generator))
    what = f"adds {item.name} {item.shape} {item.dtype}"
    axes = file["run"].attrs["axes"].decode().split()
    for dimension, axis in enumerate(axes[:item.ndim]):
        if item.shape[dimension] == file[axis].shape[0] and generator.random() < 0.7:
            item.dims[dimension].attach_scale(file[axis])
            what += f" over {axis}"
    if item.ndim == 1 and item.size and generator.random() < 0.2:
        item.make_scale(generator.choice([name[:20], "current", ""]))
        what += " as a scale"
    if generator.random() < 0.5:
        attribute = generator.choice(ATTRIBUTES)
        value = generator.choice(["K", "current", "quantum_temperature", "Eq. (1)"])
        item.attrs[attribute] = value
        what += f" with {attribute} = {value}"
    return what


def add_link(file, generator):
    group = generator.choice([file, file, file["run"]])
    name = free_name(file, generator, group)
    own = generator.choice(own_arrays(file))
    link = generator.choice([
        h5py.SoftLink(f"/{own}"), h5py.SoftLink("/nowhere"), h5py.SoftLink(f"/{name}"),
        h5py.SoftLink("/"), h5py.ExternalLink("nowhere.h5", "/x"), h5py.ExternalLink("", ""),
        file[own], file["run"], file["/"]])
    group[name] = link
    return f"adds a link {name} in {group.name} to {getattr(link, 'path', link)}"


def add_attribute(file, generator):
    name = generator.choice(["/", "run"] + own_arrays(file))
    attribute = generator.choice(["mine", "note", "DIMENSION_NOTE", "Δ", "x" * 60, "\x1b[31m"])
    value = some_value(file, generator)
    file[name].attrs[attribute] = value
    return f"adds the attribute {attribute!r} = {value!r} to {name}"


def add_many(file, generator):
    count = generator.choice([20, 300])
    group = generator.choice([file, file["run"]])
    for number in range(count):
        group[f"many_{number}"] = float(number)
    return f"adds {count} numbers to {group.name}"


def add_type(file, generator):
    file[free_name(file, generator, file)] = np.dtype([("a", "i4")])
    return "adds a named type"


def add_by_netcdf(path, generator):
    import netCDF4

    with netCDF4.Dataset(path, "a") as file:
        axes = list(file.dimensions)[:1]
        variable = file.createVariable("fit", generator.choice(["f8", "i4", str]), axes)
        variable.units = "K"
        if generator.random() < 0.5:
            file.note = "mine"
    return f"netCDF adds a variable over {axes}"


def add_by_xarray(path, generator):
    import xarray

    engine = generator.choice(["h5netcdf", "netcdf4"])
    with xarray.open_dataset(path, engine=engine) as data:
        data = data.load()
    name = generator.choice(list(data.data_vars))
    data["twice"] = 2 * data[name].astype(float)
    with xarray.set_options(keep_attrs=generator.random() < 0.5):
        data[["twice"]].to_netcdf(path, mode="a", engine=engine)
    return f"xarray adds a variable by {engine}"


def store_anew(file, generator):
    """The same contents of an array, in chunks."""
    arrays = [name for name in own_arrays(file) if file[name].ndim and file[name].size]
    if not arrays:
        return None
    name = generator.choice(arrays)
    old = file[name]
    options = generator.choice([{"chunks": True}, {"chunks": True, "compression": "gzip"},
                                {"chunks": True, "shuffle": True, "fletcher32": True}])
    replace(file, name, old[()], dtype=old.dtype, **options)
    return f"stores {name} anew with {options}"


def replace(file, name, data, **options):
    """Puts another array in the place of one, with the attributes and coordinates of the old one."""
    old = file[name]
    attributes = {key: value for key, value in old.attrs.items()
                  if key not in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME")}
    scales = [[scale.name for scale in dimension.values()] for dimension in old.dims]
    uses = []
    if old.is_scale:
        for other in own_arrays(file):
            for number, dimension in enumerate(file[other].dims):
                if old in dimension.values():
                    uses.append((other, number))
                    dimension.detach_scale(old)
    del file[name]
    if data is None:
        new = file.create_dataset(name, **options)
    else:
        new = file.create_dataset(name, data=data, **options)
    for key, value in attributes.items():
        new.attrs[key] = value
    for number, names in enumerate(scales[:new.ndim]):
        for scale in names:
            new.dims[number].attach_scale(file[scale])
    if uses:
        new.make_scale(name)
        for other, number in uses:
            file[other].dims[number].attach_scale(new)


def remove(file, generator):
    name = generator.choice(own_arrays(file) + ["run"])
    del file[name]
    return f"removes {name}"


def rename(file, generator):
    name = generator.choice(own_arrays(file) + ["run"])
    to = generator.choice([name + "_old", "x", own_arrays(file)[0] + "2"])
    file.move(name, to)
    return f"renames {name} to {to}"


def swap(file, generator):
    one, two = generator.choice(own_arrays(file)), generator.choice(own_arrays(file))
    if one == two:
        return None
    file.move(one, "swapped")
    file.move(two, one)
    file.move("swapped", two)
    return f"swaps {one} and {two}"


def retype(file, generator):
    name = generator.choice(own_arrays(file))
    old = file[name]
    data = old[()]
    kinds = ["f4", ">f8", "i4", "i8", "u1", "S8", "c16", "O", "V8", "?"]
    kind = generator.choice([kind for kind in kinds if np.dtype(kind) != old.dtype])
    if kind == "O":
        replace(file, name, None, shape=old.shape, dtype=h5py.string_dtype())
    elif kind == "V8":
        replace(file, name, None, shape=old.shape, dtype=np.dtype("V8"))
    else:
        with np.errstate(all="ignore"):
            try:
                replace(file, name, np.asarray(data).astype(kind))
            except ValueError:
                replace(file, name, np.zeros(old.shape, kind))
    return f"makes {name} {kind}"


def resize(file, generator):
    name = generator.choice(own_arrays(file))
    old = file[name]
    shape = generator.choice([
        (), (0,), (1,), old.shape + (2,), old.shape[1:], tuple(n + 1 for n in old.shape),
        tuple(max(n - 1, 0) for n in old.shape), old.shape[::-1], (1 << 40,), (1 << 62, 4), None])
    if shape == old.shape:
        return None
    if shape is None:
        replace(file, name, h5py.Empty(old.dtype))
    elif np.prod([float(n) for n in shape]) > 1e6:
        replace(file, name, None, shape=shape, dtype=old.dtype, chunks=(1,) * len(shape))
    else:
        replace(file, name, np.resize(old[()], shape).astype(old.dtype))
    return f"gives {name} the shape {shape}"


def enlarge_all(file, generator):
    """A grid that fits together, of which hardly anything is in the file."""
    axes = file["run"].attrs["axes"].decode().split()
    if not axes:
        return None
    axis = axes[0]
    count = generator.choice([1 << 20, 1 << 31, 1 << 40])
    for name in own_arrays(file):
        old = file[name]
        along = [number for number, dimension in enumerate(old.dims)
                 if file[axis] in dimension.values()]
        if name == axis or not along:
            continue
        shape = list(old.shape)
        shape[along[0]] = count
        replace(file, name, None, shape=tuple(shape), dtype=old.dtype, chunks=(1,) * len(shape))
    replace(file, axis, None, shape=(count,), dtype=file[axis].dtype, chunks=(1,))
    return f"gives {axis} {count} values"


def change_links(file, generator):
    name = generator.choice(own_arrays(file))
    attribute = generator.choice(["CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"])
    if attribute in file[name].attrs:
        del file[name].attrs[attribute]
    if generator.random() < 0.3:
        file[name].attrs[attribute] = generator.choice(["x", 1, np.arange(3), "DIMENSION_SCALE"])
    return f"changes {attribute} of {name}"


def exchange(file, generator):
    """Something else in the place of an array or of the group of the points."""
    name = generator.choice(own_arrays(file) + ["run"])
    del file[name]
    kind = generator.choice(["group", "nowhere", "itself", "type", "other"])
    if kind == "group":
        file.create_group(name)
    elif kind == "nowhere":
        file[name] = h5py.SoftLink("/nowhere")
    elif kind == "itself":
        file[name] = h5py.SoftLink(f"/{name}")
    elif kind == "type":
        file[name] = np.dtype("f8")
    else:
        others = [other for other in own_arrays(file) if other != name] if "run" in file else []
        file[name] = file[generator.choice(others)] if others else file["/"]
    return f"puts {kind} in the place of {name}"


def change_words(file, generator):
    """Attributes that describe, and decide no number."""
    name = generator.choice(own_arrays(file))
    attribute = generator.choice(["units", "long_name", "source", "flag_meanings", "flag_values",
                                  "undefined_where", "coordinates", "_FillValue"])
    value = generator.choice([some_value(file, generator), generator.choice(UNITS)])
    file[name].attrs[attribute] = value
    return f"sets {attribute} of {name} to {value!r}"


def change_head(file, generator):
    """Attributes of the whole file and of the group of the points."""
    name = generator.choice(["/", "run"])
    attribute = generator.choice(sorted(file[name].attrs))
    if generator.random() < 0.3:
        del file[name].attrs[attribute]
        return f"removes {attribute} of {name}"
    if attribute == "job" and generator.random() < 0.7:
        text = file["/"].attrs["job"].decode()
        pairs = [("points = ", "points = 1"), ("model = ", "# model = "), ("values = [", "values = [7, "),
                 ("quantum-temperature", "macrospin"), ("seed", "sed"), ("quantities = [", "quantities = ")]
        old, new = generator.choice(pairs)
        file["/"].attrs["job"] = text.replace(old, new)
        return f"edits the job: {old!r} → {new!r}"
    lists = ["", "current", "run", "quantum_temperature quantum_temperature", "status", "/ .", "\x00"]
    value = generator.choice([some_value(file, generator), generator.choice(lists), 99, -1, "1/2", "K/N"])
    file[name].attrs[attribute] = value
    return f"sets {attribute} of {name} to {value!r}"


def change_numbers(file, generator):
    """Values of one array, where the file has any."""
    status = file["run/status"][()]
    arrays = [name for name in own_arrays(file)
              if file[name].size and file[name].dtype.kind in "fiu" and name not in
              ("run/status", "run/seconds", "run/rank")]
    if not np.any(status == 1):
        return None
    name = generator.choice(arrays)
    data = np.array(file[name][()])
    flat = data.reshape(-1)
    flat[generator.randrange(flat.size)] += 1
    file[name][...] = data
    return f"changes a number of {name}"


def lookup3(data):
    """The checksum of HDF5's metadata: lookup3 of Bob Jenkins, with initial value 0."""
    mask = 0xFFFFFFFF
    a = b = c = (0xDEADBEEF + len(data)) & mask

    def rotate(x, k):
        return ((x << k) | (x >> (32 - k))) & mask

    words = data
    while len(words) > 12:
        x, y, z = struct.unpack_from("<III", words)
        a, b, c = (a + x) & mask, (b + y) & mask, (c + z) & mask
        a = ((a - c) & mask) ^ rotate(c, 4); c = (c + b) & mask
        b = ((b - a) & mask) ^ rotate(a, 6); a = (a + c) & mask
        c = ((c - b) & mask) ^ rotate(b, 8); b = (b + a) & mask
        a = ((a - c) & mask) ^ rotate(c, 16); c = (c + b) & mask
        b = ((b - a) & mask) ^ rotate(a, 19); a = (a + c) & mask
        c = ((c - b) & mask) ^ rotate(b, 4); b = (b + a) & mask
        words = words[12:]
    if words:
        x, y, z = struct.unpack("<III", words + bytes(12 - len(words)))
        a, b, c = (a + x) & mask, (b + y) & mask, (c + z) & mask
        c = ((c ^ b) - rotate(b, 14)) & mask
        a = ((a ^ c) - rotate(c, 11)) & mask
        b = ((b ^ a) - rotate(a, 25)) & mask
        c = ((c ^ b) - rotate(b, 16)) & mask
        a = ((a ^ c) - rotate(c, 4)) & mask
        b = ((b ^ a) - rotate(a, 14)) & mask
        c = ((c ^ b) - rotate(b, 24)) & mask
    return c


def headers(data):
    """The object headers of version 2: start, and places of the messages of the first block, as
    (kind, first byte, end)."""
    found = []
    start = data.find(b"OHDR\x02")
    while start >= 0:
        flags = data[start + 5]
        place = start + 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        size = int.from_bytes(data[place:place + width], "little")
        place += width
        end = place + size
        messages = []
        step = 6 if flags & 4 else 4
        while place + step <= end:
            length = int.from_bytes(data[place + 1:place + 3], "little")
            if place + step + length > end:
                break
            messages.append((data[place], place + step, place + step + length))
            place += step + length
        if end + 4 <= len(data) and lookup3(bytes(data[start:end])) == int.from_bytes(
                data[end:end + 4], "little"):
            found.append((start, end, messages))
        start = data.find(b"OHDR\x02", start + 4)
    return found


MESSAGES = {1: "dataspace", 3: "type", 5: "fill value", 6: "link", 8: "layout", 10: "group",
            12: "attribute", 2: "link table", 21: "attribute table"}


def change_bytes(data, generator):
    """Changes what an object's header says, and its checksum with it."""
    places = [(start, end, message) for start, end, messages in headers(data)
              for message in messages if message[0] in MESSAGES and message[2] > message[1]]
    # Kinds alike, however many messages of each there are.
    kind = generator.choice(sorted({message[0] for _, _, message in places}))
    start, end, (kind, first, last) = generator.choice(
        [place for place in places if place[2][0] == kind])
    for _ in range(generator.choice([1, 1, 2])):
        place = generator.randrange(first, last)
        how = generator.randrange(4)
        if how == 0:
            data[place] ^= 1 << generator.randrange(8)
        elif how == 1:
            data[place] = generator.choice([0, 1, 2, 3, 0x7F, 0x80, 0xFF])
        elif how == 2:
            data[place] = generator.randrange(256)
        else:
            width = min(8, last - place)
            number = generator.choice([0, 1, 3, 1 << 20, 1 << 31, (1 << 63) - 1, (1 << 64) - 1])
            data[place:place + width] = number.to_bytes(8, "little")[:width]
    data[end:end + 4] = lookup3(bytes(data[start:end])).to_bytes(4, "little")
    return f"changes the {MESSAGES[kind]} of the object at {start}"


ADDITIONS = [add_array, add_array, add_array, add_link, add_attribute, add_many, add_type]
CHANGES = [remove, rename, swap, retype, retype, resize, resize, enlarge_all, change_links, exchange,
           change_numbers]


def edit(path, generator):
    """Edits a file; None if there was nothing to do."""
    family = generator.randrange(10)
    if family == 0:
        return Edit(generator.choice([add_by_netcdf, add_by_xarray])(path, generator), True, False)
    if family in (1, 2):
        with open(path, "r+b") as stream:
            data = bytearray(stream.read())
            what = change_bytes(data, generator)
            stream.seek(0)
            stream.write(data)
        # Names, units and meanings are among what is changed.
        return Edit(what, False, True)
    with h5py.File(path, "r+") as file:
        if family <= 4:
            what = "; ".join(generator.choice(ADDITIONS)(file, generator)
                             for _ in range(generator.choice([1, 1, 2, 3])))
            return Edit(what, True, False)
        if family == 5:
            what = store_anew(file, generator)
            return what and Edit(what, False, False)
        if family in (6, 7):
            what = generator.choice([change_words, change_head])(file, generator)
            return Edit(what, False, True)
        what = generator.choice(CHANGES)(file, generator)
        return what and Edit(what, False, False)
