"""Every case of cases.ts in PyTorch, by the same name: inputs in, a result or several out.

Where PyTorch has the operation it is taken; the rest is written out in PyTorch's own operations. Images are [n, h, w, c]
and filters [r, s, c, o] on our side, [n, c, h, w] and [o, c, r, s] on PyTorch's. An index of -1 takes nothing.
"""

import math

import torch
import torch.nn.functional as F


# Images.


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def around(x, padding, value=0.0):
    """padding: [[top, bottom], [left, right]], one number all around, or 0."""
    (top, bottom), (left, right) = [[padding] * 2] * 2 if isinstance(padding, int) else padding
    return F.pad(x, (left, right, top, bottom), value=value)


def sample_images(x, indices, transforms):
    """By grid_sample, which counts columns and rows from -1 to 1 (and takes the column first)."""
    rows, columns = torch.meshgrid(torch.arange(4.0).to(x.dtype), torch.arange(7.0).to(x.dtype), indexing="ij")
    places = torch.stack([rows, columns, torch.ones_like(rows)], -1) @ transforms.reshape(-1, 1, 2, 3).transpose(-1, -2)
    height, width = x.shape[1:3]
    grid = torch.stack([2 * places[..., 1] / (width - 1) - 1, 2 * places[..., 0] / (height - 1) - 1], -1)
    found = F.grid_sample(channels_first(x[indices.long()]), grid, padding_mode="border", align_corners=True)
    return channels_last(found)


def conv2d(padding=0, stride=1):
    def case(x, filters):
        y = F.conv2d(around(channels_first(x), padding), filters.permute(3, 2, 0, 1).contiguous(), stride=stride)
        return channels_last(y)

    return case


def conv2d_by_tiles(x, filters, before, after):
    return (conv2d(1)(x * before, filters) * after).sum(0)


def depthwise_conv2d(padding=0, stride=1):
    def case(x, filters):
        own = filters.permute(2, 0, 1).unsqueeze(1).contiguous()
        y = F.conv2d(around(channels_first(x), padding), own, stride=stride, groups=x.shape[3])
        return channels_last(y)

    return case


def max_pool2d(size, stride=None, padding=0):
    def case(x):
        return channels_last(F.max_pool2d(around(channels_first(x), padding, -math.inf), size, stride))

    return case


def average_pool2d(size, stride=None, padding=0):
    def case(x):
        """Pixels outside of the image do not count; PyTorch itself knows that for even padding alone."""
        pool = lambda image: F.avg_pool2d(around(image, padding), size, stride)
        image = channels_first(x)
        return channels_last(pool(image) / pool(torch.ones_like(image)))

    return case


# Losses and normalisations.


def without_some(x, labels):
    return F.cross_entropy(x.reshape(-1, x.shape[-1]), labels.reshape(-1), ignore_index=-1, reduction="none").reshape(
        labels.shape
    )


def contrast(queries, keys, temperature, positives, leave_out=None):
    similarity = queries @ keys.t() / torch.as_tensor(temperature).reshape(-1, 1)
    taken = similarity.gather(1, positives[:, None]).squeeze(1)
    if leave_out is not None:
        columns = torch.arange(len(keys))
        similarity = similarity.masked_fill(columns[None] == leave_out[:, None], -math.inf)
    return similarity.logsumexp(1) - taken


def nt_xent(x, positives, leave_out):
    views = F.normalize(x, dim=-1)
    return contrast(views, views, 0.1, positives, leave_out)


def layer_norm(epsilon):
    return lambda x, gain, shift: F.layer_norm(x, x.shape[-1:], gain, shift, epsilon)


def batch_norm(epsilon):
    def case(x, gain, shift):
        pixels = x.reshape(-1, x.shape[-1])
        y = F.batch_norm(pixels, None, None, gain, shift, training=True, eps=epsilon)
        return y.reshape(x.shape), pixels.detach().mean(0), pixels.detach().var(0, unbiased=False)

    return case


# Rows of tables. A row of zeros is put behind a table for -1 to name.


def gather(table, indices):
    padded = torch.cat([table, torch.zeros_like(table[:1])])
    return padded[indices % len(padded)]


def scatter_add(x, indices):
    return torch.zeros(9, x.shape[1], dtype=x.dtype).index_add(0, indices % 9, x)[:8]


def embedding_bag(table, indices, mode, sparse=False):
    """table: with the row of zeros."""
    nothing = len(table) - 1
    return F.embedding_bag(indices % len(table), table, mode=mode, padding_idx=nothing, sparse=sparse)


def bag_of(mode):
    return lambda table, indices: embedding_bag(torch.cat([table, torch.zeros_like(table[:1])]), indices, mode)


def take_along_or_nothing(x, indices):
    padded = torch.cat([x, torch.zeros_like(x[:, :1])], 1)
    return padded.gather(1, indices % padded.shape[1])


def squared_values(ordered):
    return ordered[0] ** 2, ordered[1]


# Optimisers: several steps, then the parameter and what the optimiser keeps.


def dense_steps(weight_decay):
    def case(start, gradients):
        parameter = torch.nn.Parameter(start.detach().clone())
        rates = {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": weight_decay}
        optimiser = torch.optim.AdamW([parameter], **rates)
        for gradient in gradients.detach():
            parameter.grad = gradient.t().contiguous()
            optimiser.step()
        state = optimiser.state[parameter]
        return parameter, state["exp_avg"], state["exp_avg_sq"]

    return case


def table_steps(make_optimiser, kept):
    """Steps on the sparse gradient of sum(weights * (bag + bag**2)), as learn in cases/optimisers.ts."""

    def case(start, batches, weights):
        parameter = torch.nn.Parameter(torch.cat([start.detach(), torch.zeros_like(start[:1])]))
        optimiser = make_optimiser(parameter)
        for batch in batches:
            optimiser.zero_grad(set_to_none=True)
            y = embedding_bag(parameter, batch, "mean", sparse=True)
            ((y + y**2) * weights.detach()).sum().backward()
            optimiser.step()
        state = optimiser.state[parameter]
        return parameter[:-1], *(state[name][:-1] for name in kept)

    return case


class LazyAdamW(torch.optim.Optimizer):
    """What PyTorch lacks: AdamW of which a step changes the rows with a gradient alone. Written as AdamW's manual says."""

    def __init__(self, parameter):
        super().__init__([parameter], {})
        zeros = torch.zeros_like(parameter.data)
        self.state[parameter] = {"step": 0, "exp_avg": zeros.clone(), "exp_avg_sq": zeros.clone()}

    @torch.no_grad()
    def step(self):
        (parameter,) = self.param_groups[0]["params"]
        gradient, state = parameter.grad.coalesce(), self.state[parameter]
        rows, g = gradient.indices()[0], gradient.values()
        state["step"] += 1
        m = state["exp_avg"][rows] = 0.8 * state["exp_avg"][rows] + 0.2 * g
        v = state["exp_avg_sq"][rows] = 0.95 * state["exp_avg_sq"][rows] + 0.05 * g**2
        m, v = m / (1 - 0.8 ** state["step"]), v / (1 - 0.95 ** state["step"])
        parameter[rows] = parameter[rows] - 0.1 * 0.3 * parameter[rows] - 0.1 * m / (v.sqrt() + 1e-3)


def sparse_adam(parameter):
    return torch.optim.SparseAdam([parameter], lr=0.1, betas=(0.8, 0.95), eps=1e-3)


def adagrad(parameter):
    return torch.optim.Adagrad([parameter], lr=0.2, initial_accumulator_value=0.1, eps=1e-3)


# Gradients inside of functions.


def straight_through(x):
    return (x + ((x + 0.5).floor() - x).detach()) ** 2


def penalty(x, w, v):
    (g,) = torch.autograd.grad((F.silu(x @ w) @ v).sum(), x, create_graph=True)
    return ((g**2).sum(1).sqrt() - 1) ** 2


def through_a_step(x, w, rate):
    loss = lambda p: F.softplus(x @ p).mean()
    value = loss(w)
    (g,) = torch.autograd.grad(value, w, create_graph=True)
    return value, loss(w - rate * g)


def dot(a, b):
    return (a * b).sum(-1)


def bounded(x):
    """Half of the gradient on a bound, where clamp gives all of it."""
    one = torch.ones((), dtype=x.dtype)
    return torch.minimum(torch.maximum(x, -one), one)


def joined(*parts):
    return torch.cat(parts, 1)


def multiplied(x):
    first, second = x.split([1, 3], 1)
    return first, first * second


# The table.

ELEMENTWISE = {
    "abs": torch.abs,
    "cos": torch.cos,
    "erf": torch.erf,
    "exp": torch.exp,
    "floor": torch.floor,
    "gelu": F.gelu,
    "log": torch.log,
    "reciprocal": torch.reciprocal,
    "relu": F.relu,
    "rsqrt": torch.rsqrt,
    "sigmoid": torch.sigmoid,
    "sign": torch.sign,
    "silu": F.silu,
    "sin": torch.sin,
    "softplus": F.softplus,
    "sqrt": torch.sqrt,
    "square": torch.square,
    "tanh": torch.tanh,
}

# Comparisons give 1 and 0 on our side.
COMPARISONS = {
    "equal": torch.eq,
    "less": torch.lt,
    "lessEqual": torch.le,
    "greater": torch.gt,
    "greaterEqual": torch.ge,
}


def as_numbers(compare):
    return lambda a, b: compare(a, b).to(a.dtype)


CASES = {
    **ELEMENTWISE,
    **{f"{name}: everywhere": f for name, f in ELEMENTWISE.items()},
    **{name: as_numbers(f) for name, f in COMPARISONS.items()},
    # Arithmetic.
    "add": torch.add,
    "add: a number": lambda x: 1.5 + x,
    "add: five axes": torch.add,
    "add: not dense": torch.add,
    "add: nothing": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "mul: not dense": torch.mul,
    "mul: six axes": torch.mul,
    "mul: of itself": lambda x: x * x,
    "div": torch.div,
    "div: not dense": torch.div,
    "div: of tiny and huge numbers": torch.div,
    "neg": torch.neg,
    "maximum": torch.maximum,
    "maximum: ties": torch.maximum,
    "minimum": torch.minimum,
    "minimum: ties": torch.minimum,
    "clip": lambda x: x.clamp(-0.7, 1.1),
    "clip: on the bounds": bounded,
    "where": lambda condition, a, b: torch.where(condition != 0, a, b),
    "pow": torch.pow,
    "pow: cubed": lambda x: x**3,
    "pow: squared": lambda x: x**2,
    "pow: of a number": lambda x: 2**x,
    "pow: everywhere to 1.5": lambda x: x**1.5,
    "pow: whole powers of any sign": lambda x, y: x ** y.detach(),
    # Reductions.
    "sum": lambda x: x.sum(),
    "sum: of an axis": lambda x: x.sum(1),
    "sum: of axes apart": lambda x: x.sum((0, 2), keepdim=True),
    "sum: of many": lambda x: x.sum(-1),
    "sum: of what is repeated": lambda x: x.sum(0),
    "sum: of nothing": lambda x: x.sum(1),
    "mean": lambda x: x.mean(),
    "mean: of axes": lambda x: x.mean((1, 2)),
    "variance": lambda x: x.var(1, unbiased=False),
    "variance: of a sample": lambda x: x.var(unbiased=True),
    "max": lambda x: x.amax(1),
    "max: of all": lambda x: x.amax(),
    "max: ties": lambda x: x.amax(-1, keepdim=True),
    "max: of NaN": lambda x: x.amax(1),
    "min": lambda x: x.amin((0, 2)),
    "min: ties": lambda x: x.amin(0),
    "argMax": lambda x: x.argmax(0),
    "argMax: ties": lambda x: x.argmax(-1),
    "argMin": lambda x: x.argmin(1),
    "argMin: ties": lambda x: x.argmin(-1),
    "cumsum": lambda x: x.cumsum(-1),
    "cumsum: of the first axis": lambda x: x.cumsum(0),
    "cumsum: backwards": lambda x: x.flip(1).cumsum(1).flip(1),
    # Shapes.
    "broadcastTo": lambda x: x.expand(2, 3, 4),
    "cast": lambda x: x.to(torch.int32),
    "concat": joined,
    "copy": torch.clone,
    "expandDims": lambda x: x[None, :, :, None],
    "flip": lambda x: x.flip(0, 2),
    "oneHot": lambda x: F.one_hot(x, 5).float(),
    "pad": lambda x: F.pad(x, (3, 1, 0, 2, 1, 0)),
    "reshape": lambda x: x.transpose(1, 2).reshape(2, -1, 3),
    "slice": lambda x: x[1:, :, ::2],
    "slice: from the back": lambda x: x[:, -3:-1] ** 2,
    "split": multiplied,
    "squeeze": lambda x: (x.squeeze(), x.squeeze(2)),
    "stack": lambda a, b: torch.stack([a, b], 1),
    "stopGradient": lambda x: x * x.exp().detach(),
    "transpose": lambda x: (x.transpose(1, 2), x.permute(2, 0, 1)),
    # Products.
    "dot": dot,
    "matmul": torch.matmul,
    "matmul: transposed": torch.matmul,
    "matmul: backwards and repeated": torch.matmul,
    "matmul: long": torch.matmul,
    "matmul: one row": torch.matmul,
    "matmul: one column": torch.matmul,
    "matmul: a batch": torch.matmul,
    "matmul: a batch times one matrix": torch.matmul,
    "matmul: one matrix times a batch": torch.matmul,
    "matmul: batches that spread": torch.matmul,
    "matmul: heads": torch.matmul,
    "linear": lambda x, w, b: F.linear(x, w.t(), b),
    "linear: long": lambda x, w, b: F.linear(x, w.t(), b),
    "matmul: sums of nothing": torch.matmul,
    # Convolutions and pooling.
    "conv2d": conv2d(),
    "conv2d: same": conv2d(1),
    "conv2d: same, even filters": conv2d([[0, 1], [1, 2]]),
    "conv2d: same, stride 2": conv2d([[1, 1], [0, 1]], 2),
    "conv2d: stride 3 and 2, uneven padding": conv2d([[2, 0], [1, 3]], (3, 2)),
    "conv2d: stride longer than the filters": conv2d(0, 2),
    "conv2d: padding all around": conv2d(2),
    "conv2d: as large as the image": conv2d(),
    "conv2d: not dense": conv2d(1),
    "conv2d: by tiles": conv2d_by_tiles,
    "depthwiseConv2d": depthwise_conv2d(),
    "depthwiseConv2d: same, stride 2": depthwise_conv2d([[1, 1], [0, 1]], 2),
    "depthwiseConv2d: many channels, uneven padding": depthwise_conv2d([[0, 1], [2, 1]], (1, 2)),
    "depthwiseConv2d: not dense": depthwise_conv2d(1),
    "maxPool2d": max_pool2d(2),
    "maxPool2d: same, windows overlap": lambda x: max_pool2d(3, 2, [[1, 1], [0, 1]])(x) ** 2,
    "maxPool2d: ties": max_pool2d((2, 3), 1),
    "averagePool2d": average_pool2d((3, 2)),
    "averagePool2d: same, windows overlap": lambda x: average_pool2d(3, 2, [[1, 1], [0, 1]])(x) ** 2,
    # Softmax and losses.
    "softmax": lambda x: x.softmax(-1),
    "softmax: another axis": lambda x: x.softmax(1),
    "softmax: of hard rows": lambda x: x.softmax(-1),
    "logSoftmax": lambda x: x.log_softmax(-1),
    "logSoftmax: another axis": lambda x: x.log_softmax(0),
    "logSoftmax: of hard rows": lambda x: x.log_softmax(-1),
    "logSumExp": lambda x: x.logsumexp(-1),
    "logSumExp: another axis": lambda x: x.logsumexp(1, keepdim=True),
    "logSumExp: of hard rows": lambda x: x.logsumexp(-1),
    "softmaxCrossEntropy": lambda x, labels: F.cross_entropy(x, labels, reduction="none"),
    "softmaxCrossEntropy: without some labels": without_some,
    "softmaxCrossEntropy: probabilities": lambda x, p: F.cross_entropy(x, p, reduction="none"),
    "contrast": lambda queries, keys, positives: contrast(queries, keys, 0.7, positives),
    "contrast: a temperature that learns": contrast,
    "contrast: a temperature for each row": contrast,
    "contrast: NT-Xent of two views": nt_xent,
    # Normalisations.
    "layerNorm": layer_norm(1e-5),
    "layerNorm: a large mean, another epsilon": layer_norm(0.1),
    "batchNorm": batch_norm(1e-5),
    "batchNorm: a large mean, another epsilon": batch_norm(0.1),
    "normalize": lambda x: F.normalize(x, dim=-1),
    "normalize: rows that are too short": lambda x: F.normalize(x, dim=-1, eps=0.1),
    # Rows.
    "gather": lambda table, indices: table[indices] ** 2,
    "sampleImages": sample_images,
    "gather: nothing for -1": gather,
    "scatterAdd": lambda x, indices: scatter_add(x, indices) ** 2,
    "embeddingBag": bag_of("mean"),
    "embeddingBag: sum": bag_of("sum"),
    "takeAlong": lambda x, indices: x.gather(1, indices) ** 2,
    "takeAlong: nothing for -1": take_along_or_nothing,
    "sort": lambda x: squared_values(x.sort(-1)),
    "sort: downwards, with ties": lambda x: x.sort(dim=0, stable=True, descending=True),
    "argSort": lambda x: x.sort(dim=-1, stable=True)[1],
    "topK": lambda x: x.topk(2, 1),
    # Optimisers.
    "adamStep: Adam": dense_steps(0),
    "adamStep: AdamW": dense_steps(0.3),
    "adamStep: SparseAdam": table_steps(sparse_adam, ["exp_avg", "exp_avg_sq"]),
    "adamStep: a table, with decay": table_steps(LazyAdamW, ["exp_avg", "exp_avg_sq"]),
    "adagradStep": table_steps(adagrad, ["sum"]),
    # The tape.
    "checkpoint": lambda x, w: (x @ w).tanh() ** 2,
    "customGradient: straight through": straight_through,
    "grad: the penalty of a critic": penalty,
    "valueAndGrad: through a step of training": through_a_step,
}
