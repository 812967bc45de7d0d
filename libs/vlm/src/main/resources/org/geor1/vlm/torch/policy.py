# Truncates distributions and draws from them. No row depends on another.
# N rows, V vocabulary entries. Settings per row, [N] each: temperature (0: greedy), top k (0: all), tail = 1 - top p,
# min p, repetition penalty.


class Sampling(NamedTuple):
    temperature: Tensor
    top_k: Tensor
    tail: Tensor
    min_p: Tensor
    penalty: Tensor


def sampling_of(self, sampling_5N: Tensor) -> Sampling:
    # In the order of SamplingPolicy.table.
    return Sampling(sampling_5N[0], sampling_5N[1], sampling_5N[2], sampling_5N[3], sampling_5N[4])


def drop_unlikely(self, scaled_NV: Tensor, top_k_N: Tensor, tail_N: Tensor, min_p_N: Tensor) -> Tensor:
    # Masks tokens that must not be drawn, by the rules and in the order of transformers' logits warpers: tokens less
    # likely than the k-th (0: none); among the rest, the least likely ones whose total probability is at most the tail,
    # 1 - top p (0: none); then those less likely than min p times the most likely token (0: none). The most likely token
    # always stays. Sorting is stable, so tokens with equal logits are in the order of their ids on every processor.
    tokens = scaled_NV.size(1)
    ordered, index = torch.sort(scaled_NV, stable=True, dim=-1, descending=False)
    k = torch.where(torch.gt(top_k_N, 0), torch.clamp(top_k_N, 0, tokens), torch.full_like(top_k_N, tokens))
    least = torch.gather(ordered, 1, torch.unsqueeze(torch.rsub(k, tokens), 1))
    ordered = torch.masked_fill(ordered, torch.lt(ordered, least), float("-inf"))
    tail = torch.unsqueeze(tail_N, 1)
    drop = torch.logical_and(torch.le(torch.cumsum(torch.softmax(ordered, -1), -1), tail), torch.gt(tail, 0))
    rank = torch.unsqueeze(torch.arange(tokens, device=scaled_NV.device), 0)
    drop = torch.logical_and(drop, torch.lt(rank, tokens - 1))
    ordered = torch.masked_fill(ordered, drop, float("-inf"))
    p = torch.softmax(ordered, -1)
    drop = torch.lt(p, torch.mul(p[:, -1:], torch.unsqueeze(min_p_N, 1)))
    ordered = torch.masked_fill(ordered, drop, float("-inf"))
    return torch.scatter(torch.zeros_like(scaled_NV), 1, index, ordered)


def penalize(self, logits_NV: Tensor, seen_NV: Tensor, penalty_N: Tensor) -> Tensor:
    # Repetition penalty: tokens already in the prompt or completion become less likely.
    penalty = torch.unsqueeze(penalty_N, 1)
    lower = torch.where(torch.gt(logits_NV, 0), torch.div(logits_NV, penalty), torch.mul(logits_NV, penalty))
    return torch.where(seen_NV, lower, logits_NV)


def is_greedy(self, sampling: Sampling) -> Tensor:
    return torch.eq(sampling.temperature, 0)


def temperatures(self, sampling: Sampling) -> Tensor:
    # [N, 1], 1 for a greedy row.
    ones = torch.ones_like(sampling.temperature)
    return torch.unsqueeze(torch.where(self.is_greedy(sampling), ones, sampling.temperature), 1)


def drawn_from(self, logits_NV: Tensor, raw_NV: Tensor, sampling: Sampling, seen_NV: Tensor, barred: Tensor, penalizes: bool, truncates: bool) -> Tensor:
    # The scores whose softmax is sampled. raw_NV: log-probs at the temperature; barred: added to the scores, -inf for
    # tokens that must never be drawn; penalizes, truncates: whether any row does.
    scaled = raw_NV
    if penalizes:
        # Rows without a penalty keep their scores bit for bit: dividing by 1 would round differently.
        penalized = torch.div(self.penalize(logits_NV, seen_NV, sampling.penalty), self.temperatures(sampling))
        scaled = torch.where(torch.unsqueeze(torch.ne(sampling.penalty, 1), 1), penalized, raw_NV)
    scaled = torch.add(scaled, barred)
    if truncates:
        scaled = self.drop_unlikely(scaled, sampling.top_k.to(4), sampling.tail, sampling.min_p)
    return scaled


def draw(self, scaled_NV: Tensor, greedy_N: Tensor, uniform_N: Tensor) -> Tensor:
    # Inverse-CDF draw from one uniform per row, so that a sequence depends only on its own seed.
    p = torch.softmax(scaled_NV, -1)
    cdf = torch.cumsum(p, -1)
    target = torch.mul(torch.unsqueeze(uniform_N, 1), cdf[:, -1:])
    drawn = torch.squeeze(torch.searchsorted(cdf, target, right=True), 1)
    drawn = torch.clamp(drawn, 0, scaled_NV.size(1) - 1)
    # Rounding may select a token of zero mass: fall back to the most likely.
    mass = torch.squeeze(torch.gather(p, 1, torch.unsqueeze(drawn, 1)), 1)
    likeliest = torch.logical_or(greedy_N, torch.logical_not(mass))
    if bool(torch.any(likeliest)):
        drawn = torch.where(likeliest, torch.argmax(scaled_NV, -1), drawn)
    return drawn
