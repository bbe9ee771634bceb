"""PyTorch's answers to what requests.ts asks: answers.py REQUESTS ANSWERS DTYPE, both safetensors files.

Results are y0, y1, ...; d0, ... are the gradients of sum(upstream * y) with respect to the inputs of floats, and dd0, ...
those of sum(upstream * d). DTYPE is what PyTorch computes in: float64 says what is right for the float32 inputs, float32
how far PyTorch itself is from it. Floats are written as float32, indices as int32.
"""

import hashlib
import json
import struct
import sys

import numpy
import torch

from cases import CASES

TYPES = {"F32": numpy.float32, "I32": numpy.int32}


def read_safetensors(whole):
    (length,) = struct.unpack("<Q", whole[:8])
    header = json.loads(whole[8 : 8 + length])
    texts = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        array = numpy.frombuffer(whole[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors, texts


def write_safetensors(path, tensors, texts):
    header, parts, at = {"__metadata__": texts}, [], 0
    for name, tensor in sorted(tensors.items()):
        stored = "F32" if tensor.is_floating_point() else "I32"
        with numpy.errstate(over="ignore"):
            data = tensor.detach().contiguous().numpy().astype(TYPES[stored]).tobytes()
        header[name] = {"dtype": stored, "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def weighed(results, upstream):
    total, begin = torch.zeros((), dtype=upstream.dtype), 0
    for x in results:
        if x.is_floating_point():
            total = total + (upstream[begin : begin + x.numel()].reshape(x.shape) * x).sum()
            begin += x.numel()
    return total


def gradients(value, leaves, again):
    if not value.requires_grad:
        return [torch.zeros_like(leaf) for leaf in leaves]
    found = torch.autograd.grad(value, leaves, create_graph=again, allow_unused=True)
    # Added to zeros, since PyTorch may give zeros without memory, which NumPy reads as whatever lies there.
    return [torch.zeros_like(leaf) + (0 if one is None else one) for one, leaf in zip(found, leaves)]


def answer(case, inputs, upstream, order):
    inputs = [x.requires_grad_() if x.is_floating_point() else x for x in inputs]
    leaves = [x for x in inputs if x.is_floating_point()]
    results = case(*inputs)
    answers = {"y": [results] if isinstance(results, torch.Tensor) else list(results)}
    if order >= 1:
        answers["d"] = gradients(weighed(answers["y"], upstream), leaves, order >= 2)
    if order >= 2:
        answers["dd"] = gradients(weighed(answers["d"], upstream), leaves, False)
    return {f"{kind}{i}": x for kind, list_ in answers.items() for i, x in enumerate(list_)}


def main(requests, answers, dtype):
    dtype = {"float32": torch.float32, "float64": torch.float64}[dtype]
    asked = open(requests, "rb").read()
    given, texts = read_safetensors(asked)
    orders = json.loads(texts["orders"])
    for missing in orders.keys() ^ CASES.keys():
        sys.exit(f"Only one of cases.ts and cases.py has the case {missing!r}.")
    given = {name: x.to(dtype) if x.is_floating_point() else x.long() for name, x in given.items()}
    found = {}
    for name, case in CASES.items():
        count = sum(key.startswith(f"{name}/") for key in given)
        inputs = [given[f"{name}/{i}"] for i in range(count)]
        try:
            for kind, x in answer(case, inputs, given["upstream"], orders[name]).items():
                found[f"{name}/{kind}"] = x
        except Exception as error:
            sys.exit(f"PyTorch cannot compute the case {name!r}: {error}")
    write_safetensors(answers, found, {"torch": torch.__version__, "requests": hashlib.sha256(asked).hexdigest()})


main(*sys.argv[1:])
