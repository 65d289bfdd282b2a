"""What numba does not offer for arrays: fetching memory ahead, and passing them on uncounted."""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-not-found, import-untyped, unused-ignore]
from numba.core import types  # type: ignore[import-not-found, import-untyped, unused-ignore]
from numba.extending import intrinsic  # type: ignore[import-not-found, import-untyped, unused-ignore]
from numba.np.arrayobj import make_array  # type: ignore[import-not-found, import-untyped, unused-ignore]


def _prefetch(typing: Any, array: Any, row: Any) -> Any:
    """For numba, as `intrinsic` wants it: the types of a call, and what makes its instructions."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        as_array: Any = make_array
        found = as_array(signature.args[0])(context, builder, values[0])
        stride = builder.extract_value(found.strides, 0)
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        at = builder.gep(builder.bitcast(found.data, pointer), [builder.mul(stride, values[1])])
        shape = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [pointer], shape)
        builder.call(fetch, [at, number(0), number(3), number(1)])  # to read; to be kept; data
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


prefetch: Any = intrinsic(_prefetch)
"""prefetch(array, row) asks the processor to fetch a row, and does not wait for it (`llvm.prefetch`)."""


def _lent(typing: Any, arrays: Any) -> Any:
    """For numba, too: each array of the tuple without its owner, so that there is nothing to count."""
    no_owner: Any = types.MemInfoPointer

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        as_array: Any = make_array
        lent = []
        for number, kind in enumerate(signature.args[0]):
            array = as_array(kind)(context, builder, builder.extract_value(values[0], number))
            array.meminfo = context.get_constant_null(no_owner(types.voidptr))
            array.parent = context.get_constant_null(types.pyobject)
            lent.append(array._getvalue())
        return context.make_tuple(builder, signature.return_type, lent)

    return arrays(arrays), generate


lent: Any = intrinsic(_lent)
"""lent(arrays), a tuple, is the same arrays, but numba does not count who refers to them: to count whenever
one is passed on takes longer than what is done with it. Whoever calls the loop holds them."""
