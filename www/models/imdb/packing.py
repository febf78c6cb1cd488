"""Makes a `.keras` small, and leaves it a `.keras`: coarser numbers, half-precision data sets, a deflated zip."""

import io
import zipfile

import h5py
import numpy as np


def round_to_grid(values, step):
    """Multiples of `step` (powers of two), so that half precision holds them exactly and few bit patterns occur."""
    return np.round(values / step) * step


def pack(source, target):
    """Rewrites what `model.save` wrote. Keras reads both kinds of data sets and zips; the model stays float32."""
    with zipfile.ZipFile(source) as plain, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in plain.namelist():
            content = plain.read(name)
            if name == "model.weights.h5":
                content = half_precision(content)
            # A fixed date: the same weights give the same bytes.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def half_precision(content):
    """The same HDF5 file with every float32 data set as float16."""
    target = io.BytesIO()
    with h5py.File(io.BytesIO(content)) as plain, h5py.File(target, "w") as packed:
        copy(plain, packed)
    return target.getvalue()


def copy(plain, packed):
    for key, value in plain.attrs.items():
        packed.attrs[key] = value
    for name, item in plain.items():
        if isinstance(item, h5py.Group):
            copy(item, packed.create_group(name))
        else:
            values = item[()]
            packed[name] = values.astype(np.float16) if values.dtype == np.float32 else values
