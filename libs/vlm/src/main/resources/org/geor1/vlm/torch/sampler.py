# Decoding loop: one call draws many tokens for every completion of every prompt in the batch.


def keep_likeliest(self, logits_SV: Tensor, top_k_S: Tensor, top_p_S: Tensor) -> Tensor:
    # Masks everything outside each row's top k (0 = all) and nucleus p (1 = all).
    ordered, index = torch.sort(logits_SV, -1, True)
    p = torch.softmax(ordered, -1)
    before = torch.sub(torch.cumsum(p, -1), p)
    rank = torch.unsqueeze(torch.arange(logits_SV.size(1), device=logits_SV.device), 0)
    k = torch.unsqueeze(top_k_S, 1)
    drop = torch.logical_or(torch.ge(before, torch.unsqueeze(top_p_S, 1)), torch.logical_and(torch.gt(k, 0), torch.ge(rank, k)))
    drop = torch.logical_and(drop, torch.gt(rank, 0))
    return torch.masked_fill(logits_SV, torch.scatter(torch.zeros_like(drop), 1, index, drop), float("-inf"))


def draw(self, logits_SV: Tensor, temperature_S: Tensor, top_k_S: Tensor, top_p_S: Tensor, truncate: bool, uniform_S: Tensor, allowed_V: Tensor) -> Tuple[Tensor, Tensor]:
    # Inverse-CDF draw from one uniform a row, so that a completion depends on its own seed and on nothing else in the
    # batch. The log-probability is of the raw distribution at the row's temperature (1 for greedy rows).
    greedy = torch.eq(temperature_S, 0)
    scaled = torch.div(logits_SV, torch.unsqueeze(torch.where(greedy, torch.ones_like(temperature_S), temperature_S), 1))
    log_p = torch.log_softmax(scaled, -1)
    scaled = torch.add(scaled, allowed_V)
    best = torch.argmax(scaled, -1)
    if truncate:
        scaled = self.keep_likeliest(scaled, top_k_S, top_p_S)
    p = torch.softmax(scaled, -1)
    cdf = torch.cumsum(p, -1)
    target = torch.mul(torch.unsqueeze(uniform_S, 1), cdf[:, -1:])
    drawn = torch.squeeze(torch.searchsorted(cdf, target, right=True), 1)
    drawn = torch.clamp(drawn, 0, logits_SV.size(1) - 1)
    # Rounding may leave the draw on a token of no mass: fall back to the likeliest.
    mass = torch.squeeze(torch.gather(p, 1, torch.unsqueeze(drawn, 1)), 1)
    token = torch.where(torch.logical_or(greedy, torch.eq(mass, 0)), best, drawn)
    return token, torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(token, 1)), 1)


def branch_layer(self, x: Tensor, t: List[Tensor], layer: int, cos: Tensor, sin: Tensor, cache: List[Tensor], prefix_bias: Tensor, own: List[Tensor], step: int) -> Tensor:
    # One new token a branch: x [B, G, 1, H]; own caches [B, K, G, Rmax, D] are written in place at step.
    at = 1 + 7 * layer
    q, k, v = self.split_heads(x, t, at, cos, sin)
    own_k = own[2 * layer]
    own_v = own[2 * layer + 1]
    torch.copy_(torch.select(own_k, 3, step), torch.transpose(torch.select(k, 2, 0), 1, 2))
    torch.copy_(torch.select(own_v, 3, step), torch.transpose(torch.select(v, 2, 0), 1, 2))
    o = self.branch_attention(
        q, cache[2 * layer], cache[2 * layer + 1], prefix_bias,
        torch.narrow(own_k, 3, 0, step + 1), torch.narrow(own_v, 3, 0, step + 1), torch.zeros([1], dtype=x.dtype, device=x.device))
    return self.finish_layer(x, o, t, at)


def decode(self, t: List[Tensor], cache: List[Tensor], own: List[Tensor], length_B: Tensor, base_B: Tensor, last_BG: Tensor, done_BG: Tensor, uniform_RBG: Tensor, temperature_BG: Tensor, top_k_BG: Tensor, top_p_BG: Tensor, allowed_V: Tensor, stop_ids: Tensor, first: Tensor, truncate: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    # Draws up to uniform_RBG.size(0) tokens from step `first` on. last_BG is the token fed first, at position
    # base_B - 1 + first on all three axes. Returns tokens [r, B, G], log-probs [r, B, G], last, done; r may be
    # smaller when every branch has met a stop id. Tokens after a branch's stop id are meaningless.
    B, G = last_BG.size(0), last_BG.size(1)
    start = int(first)
    cut = bool(truncate)
    prefix_bias = self.padding_bias(length_B, cache[0].size(2), cache[0])
    tokens: List[Tensor] = []
    log_probs: List[Tensor] = []
    for i in range(uniform_RBG.size(0)):
        position = torch.expand(torch.reshape(torch.add(base_B, start + i - 1), [1, B, 1, 1]), [3, B, 1, 1])
        cos, sin = self.decoder_rope(position)
        cos = torch.unsqueeze(cos, 3)
        sin = torch.unsqueeze(sin, 3)
        x = torch.unsqueeze(torch.embedding(t[0], last_BG), 2)
        for layer in range(self.layers):
            x = self.branch_layer(x, t, layer, cos, sin, cache, prefix_bias, own, start + i)
        x = torch.rms_norm(x, [self.hidden], t[1 + 7 * self.layers], self.eps)
        logits = torch.flatten(self.dense(x, t[2 + 7 * self.layers], None), 0, 2).to(6)
        token, log_p = self.draw(
            logits, torch.flatten(temperature_BG), torch.flatten(top_k_BG), torch.flatten(top_p_BG), cut,
            torch.flatten(uniform_RBG[i]), allowed_V)
        last_BG = torch.reshape(token, [B, G])
        tokens.append(last_BG)
        log_probs.append(torch.reshape(log_p, [B, G]))
        done_BG = torch.logical_or(done_BG, torch.isin(last_BG, stop_ids))
        if bool(torch.all(done_BG)):
            break
    return torch.stack(tokens), torch.stack(log_probs), last_BG, done_BG


def compact(self, cache: List[Tensor], own: List[Tensor], keep_B: Tensor, keep_BG: Tensor) -> List[Tensor]:
    # Caches of the prompts keep_B [b] and of their branches keep_BG [b, g] alone: the prefixes, then the branches.
    result: List[Tensor] = []
    for x in cache:
        result.append(torch.index_select(x, 0, keep_B))
    index = torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(keep_BG, 1), 3), 4)
    for x in own:
        x = torch.index_select(x, 0, keep_B)
        index_x = torch.expand(index, [x.size(0), x.size(1), keep_BG.size(1), x.size(3), x.size(4)])
        result.append(torch.gather(x, 2, index_x))
    return result
