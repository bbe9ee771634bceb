"""PyTorch's side of the tensor benchmark (bench/tensor/torch.ts starts it): one job in, one line of JSON per answer out.

The job is the first argument, JSON: {"values": folder, "tasks": [names], "seconds": for each, "least": runs,
"settings": {task: {...}}, "tune": [settings to try turned]}. OPENBLAS_CORETYPE and OPENBLAS_NUM_THREADS are read by
OpenBLAS when it is loaded and so come from the environment.
"""

import itertools
import json
import math
import resource
import sys
import time
import traceback

import numpy
import torch
import torch.nn.functional as F

job = json.loads(sys.argv[1])
manifest = json.load(open(f"{job['values']}/manifest.json"))
constants = manifest["constants"]

NOTHING = {"foreach": False, "sparse": False, "channels_last": False, "without_mkldnn": False, "flush_denormal": False}


def values(task):
    whole = numpy.fromfile(f"{job['values']}/{task}.bin", dtype=numpy.uint8)
    found = {}
    for name, placed in manifest["tasks"][task].items():
        count = math.prod(placed["shape"])
        part = whole[placed["offset"] : placed["offset"] + 4 * count].view(placed["type"]).reshape(placed["shape"])
        found[name] = torch.from_numpy(part.copy())
        if found[name].ndim == 2 and placed["learnt"] and name.endswith(".weight"):
            found[name] = found[name].t().contiguous()  # torch's own order of a linear layer
        if placed["learnt"]:
            found[name].requires_grad_()
    return found


def linear(v, name, x):
    return F.linear(x, v[f"{name}.weight"], v[f"{name}.bias"])


def simclr_loss(v, _):
    z = F.normalize(linear(v, "out", F.relu(linear(v, "in", v["x"]))), eps=constants["tinyNorm"])
    logits = z @ z.t() / constants["simclr"]["temperature"]
    logits = logits.masked_fill(torch.eye(len(z), dtype=torch.bool), -math.inf)
    return F.cross_entropy(logits, torch.arange(len(z)).roll(len(z) // 2))


def conv_loss(v, _):
    def convolve(name, x, stride=1):
        weight = v[f"{name}.weight"]
        x = F.conv2d(x, weight, stride=stride, padding=weight.shape[-1] // 2)
        gain, shift = v[f"{name}.gain"], v[f"{name}.shift"]
        return F.batch_norm(x, None, None, gain, shift, training=True, eps=constants["normEpsilon"])

    x = F.relu(convolve("stem", v["x"]))
    for block in constants["conv"]["blocks"]:
        name, stride = block["name"], block["stride"]
        past = convolve(f"{name}.past", x, stride) if stride == 2 else x
        x = F.relu(past + convolve(f"{name}.2", F.relu(convolve(f"{name}.1", x, stride))))
    return F.cross_entropy(linear(v, "head", x.mean((2, 3))), v["y"])


def text_loss(v, settings):
    bags = F.embedding_bag(v["bags"], v["table"], mode="mean", sparse=settings["sparse"])
    z = F.normalize(linear(v, "out", F.relu(linear(v, "in", bags))), eps=constants["tinyNorm"])
    one, other = z.chunk(2)
    return F.cross_entropy(one @ other.t() / constants["text"]["temperature"], torch.arange(len(one)))


def tfm_loss(v, _):
    batch, tokens, width, heads = (constants["tfm"][name] for name in ("batch", "tokens", "width", "heads"))

    def norm(name, x):
        return F.layer_norm(x, (width,), v[f"{name}.gain"], v[f"{name}.shift"], constants["normEpsilon"])

    x = v["x"]
    for layer in range(constants["tfm"]["layers"]):
        qkv = linear(v, f"{layer}.qkv", norm(f"{layer}.before-attention", x))
        q, k, w = qkv.view(batch, tokens, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) / math.sqrt(width // heads)).softmax(-1)
        mixed = (weights @ w).transpose(1, 2).reshape(batch, tokens, width)
        x = x + linear(v, f"{layer}.mix", mixed)
        x = x + linear(v, f"{layer}.down", F.gelu(linear(v, f"{layer}.up", norm(f"{layer}.before-inner", x))))
    return F.cross_entropy(linear(v, "head", norm("last", x).mean(1)), v["y"])


def step(task, settings):
    """What takes one training step and answers with its loss."""
    v = values(task)
    if settings["channels_last"]:
        for name in v:
            if v[name].ndim == 4:
                v[name].data = v[name].data.contiguous(memory_format=torch.channels_last)
    if "y" in v:
        v["y"] = v["y"].long()
    adam = {
        "lr": constants["adam"]["rate"],
        "betas": (constants["adam"]["beta1"], constants["adam"]["beta2"]),
        "eps": constants["adam"]["epsilon"],
    }
    tables = [v["table"]] if settings["sparse"] else []
    others = [one for name, one in v.items() if one.requires_grad and not (tables and name == "table")]
    optimisers = [torch.optim.Adam(others, foreach=settings["foreach"], **adam)]
    if tables:
        optimisers.append(torch.optim.SparseAdam(tables, **adam))
    loss_of = {"simclr": simclr_loss, "conv": conv_loss, "text": text_loss, "tfm": tfm_loss}[task]

    def run():
        run.count += 1
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True)
            if isinstance(optimiser, torch.optim.SparseAdam):
                # It adds epsilon to the root before the correction, Adam after it: make both the same.
                corrected = math.sqrt(1 - adam["betas"][1] ** run.count)
                optimiser.param_groups[0]["eps"] = adam["eps"] * corrected
        loss = loss_of(v, settings)
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()
        return loss.item()

    run.count = 0
    return run


def micro(task, settings):
    """What runs one operation and answers with its results."""
    v = {name: value.detach() for name, value in values(task).items()}
    if task in ("matmul512", "matmul1024"):
        return lambda: [v["a"] @ v["b"]]
    if task == "add":
        return lambda: [v["a"] + v["b"]]
    if task == "softmax":
        return lambda: [v["x"].softmax(1)]
    if task.startswith("conv"):
        if settings["channels_last"]:
            v = {name: one.contiguous(memory_format=torch.channels_last) for name, one in v.items()}
        if task == "convForward":
            return lambda: [F.conv2d(v["x"], v["weight"], padding=1)]
        of = [v["x"].requires_grad_(), v["weight"].requires_grad_()]
        return lambda: torch.autograd.grad(F.conv2d(*of, padding=1), of, v["upstream"])
    if task == "bagForward":
        return lambda: [F.embedding_bag(v["tokens"], v["table"], mode="mean")]
    v["table"].requires_grad_()

    def gradient():
        bags = F.embedding_bag(v["tokens"], v["table"], mode="mean", sparse=settings["sparse"])
        (found,) = torch.autograd.grad(bags, v["table"], v["upstream"])
        # As it comes, a sparse gradient has a row for every token, and some rows many times.
        return [found.coalesce().values() if settings["sparse"] else found]

    return gradient


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def measure(task, settings):
    """Losses or sum of squares, and milliseconds of each run."""
    torch.set_num_threads(settings["threads"])
    torch.set_flush_denormal(settings["flush_denormal"])
    is_step = task in ("simclr", "conv", "text", "tfm")
    run = (step if is_step else micro)(task, settings)
    answer = {"task": task, "times": [], "settings": settings}
    if is_step:
        answer["losses"] = []
    calm = 0
    begun = time.perf_counter()
    with torch.backends.mkldnn.flags(enabled=not settings["without_mkldnn"]):
        for count in itertools.count():
            start = time.perf_counter()
            cold = count < job["least"] or (count < job["cold"] and start - begun < 3 * job["seconds"])
            # Kept memory is all there when some runs in turn have asked the kernel for none.
            if settings.get("memory") == "kept" and count < 40 and calm < 3:
                cold = True
            if cold:
                warm_since = start
            elif len(answer["times"]) >= job["least"] and start - warm_since > job["seconds"]:
                break
            before = faults()
            found = run()
            calm = calm + 1 if faults() - before < 100 else 0
            if not cold:
                answer["times"].append(1000 * (time.perf_counter() - start))
            if is_step and len(answer["losses"]) < 5:
                answer["losses"].append(found)
    if not is_step:
        answer["squares"] = sum(one.double().square().sum().item() for one in found)
    return answer


def typical(answer):
    return numpy.median(answer["times"])


def tuned(task, settings):
    """Turns one setting after another and keeps what is faster by more than noise."""
    best = measure(task, settings)
    for name in job["tune"]:
        if name == "sparse" and task not in ("text", "bagGradient"):
            continue
        if name in ("channels_last", "without_mkldnn") and not task.startswith("conv"):
            continue
        if name == "foreach" and "losses" not in best:
            continue
        settings = {**best["settings"], name: not best["settings"][name]}
        other = measure(task, settings)
        if typical(other) < 0.97 * typical(best):
            best = other
    return best


print(json.dumps({"version": torch.__version__}), flush=True)
for task in job["tasks"]:
    settings = {**NOTHING, **job["settings"][task]}
    try:
        answer = tuned(task, settings) if job["tune"] else measure(task, settings)
    except Exception as error:
        answer = {"task": task, "fails": str(error) or repr(error)}
        traceback.print_exc()
    print(json.dumps(answer), flush=True)
