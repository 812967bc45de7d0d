# Decoding: one call draws tokens for every sequence of every lane until it is interrupted.
#
# A lane holds B prompts of G branches each that were admitted together; all of them have drawn `step` tokens. The rows
# of all lanes, lane after lane, go through the dense layers as one matrix of N rows; attention runs lane by lane.


def drop_unlikely(self, scaled_NV: Tensor, top_k_N: Tensor, top_p_N: Tensor, min_p_N: Tensor) -> Tensor:
    # Masks everything outside each row's top k (0 = all) and nucleus p (1 = all), and what is less likely than min_p
    # times the likeliest (0 = nothing). The likeliest token always stays. The sum over a row may round to more than 1,
    # so a p of 1 has to be asked for: else a row would lose its tail only when another row truncates.
    ordered, index = torch.sort(scaled_NV, -1, True)
    p = torch.softmax(ordered, -1)
    before = torch.sub(torch.cumsum(p, -1), p)
    rank = torch.unsqueeze(torch.arange(scaled_NV.size(1), device=scaled_NV.device), 0)
    k = torch.unsqueeze(top_k_N, 1)
    top_p = torch.unsqueeze(top_p_N, 1)
    drop = torch.logical_and(torch.ge(before, top_p), torch.lt(top_p, 1))
    drop = torch.logical_or(drop, torch.logical_and(torch.gt(k, 0), torch.ge(rank, k)))
    drop = torch.logical_or(drop, torch.lt(p, torch.mul(p[:, :1], torch.unsqueeze(min_p_N, 1))))
    drop = torch.logical_and(drop, torch.gt(rank, 0))
    return torch.masked_fill(scaled_NV, torch.scatter(torch.zeros_like(drop), 1, index, drop), float("-inf"))


def penalize(self, logits_NV: Tensor, seen_NV: Tensor, penalty_N: Tensor) -> Tensor:
    # Repetition penalty: what prompt or completion already hold becomes less likely.
    penalty = torch.unsqueeze(penalty_N, 1)
    lower = torch.where(torch.gt(logits_NV, 0), torch.div(logits_NV, penalty), torch.mul(logits_NV, penalty))
    return torch.where(seen_NV, lower, logits_NV)


def draw(self, scaled_NV: Tensor, greedy_N: Tensor, uniform_N: Tensor) -> Tensor:
    # Inverse-CDF draw from one uniform a row, so that a sequence depends on its own seed and on nothing else in the
    # batch.
    best = torch.argmax(scaled_NV, -1)
    p = torch.softmax(scaled_NV, -1)
    cdf = torch.cumsum(p, -1)
    target = torch.mul(torch.unsqueeze(uniform_N, 1), cdf[:, -1:])
    drawn = torch.squeeze(torch.searchsorted(cdf, target, right=True), 1)
    drawn = torch.clamp(drawn, 0, scaled_NV.size(1) - 1)
    # Rounding may leave the draw on a token of no mass: fall back to the likeliest.
    mass = torch.squeeze(torch.gather(p, 1, torch.unsqueeze(drawn, 1)), 1)
    return torch.where(torch.logical_or(greedy_N, torch.eq(mass, 0)), best, drawn)


def at_least_four(self, x: Tensor) -> Tensor:
    # [batch, rows, n] with rows of zeros behind. The library multiplies one, two and three rows by other kernels than
    # more rows, so a branch would come out differently in the last bits with and without its siblings (measured).
    rows = x.size(1)
    if rows >= 4:
        return x
    return torch.cat([x, torch.zeros([x.size(0), 4 - rows, x.size(2)], dtype=x.dtype, device=x.device)], 1)


def lane_attention(self, qkv: Tensor, prefix: Tensor, bias: Tensor, own: Tensor, branches: int, step: int) -> Tensor:
    # qkv [B * G, heads + 2 * K, D], rotated; prefix [2, B * K, P, D]; own [2, B * K * G, S, D], written in place at
    # step. One softmax over a prompt's prefix, which its branches share, and the branch's own tokens.
    repeat = self.heads // self.kv_heads
    rows = branches * repeat
    pairs, P = prefix.size(1), prefix.size(2)
    B = pairs // self.kv_heads
    new = torch.unflatten(torch.narrow(qkv, 1, self.heads, 2 * self.kv_heads), 1, [2, self.kv_heads])
    new = torch.permute(torch.unflatten(new, 0, [B, branches]), [2, 0, 3, 1, 4])
    torch.copy_(torch.unflatten(torch.select(own, 2, step), 1, [B, self.kv_heads, branches]), new)
    q = torch.unflatten(torch.narrow(qkv, 1, 0, self.heads), 1, [self.kv_heads, repeat])
    q = torch.transpose(torch.unflatten(q, 0, [B, branches]), 1, 2)
    q = torch.mul(torch.reshape(q, [pairs, rows, self.head_dim]), self.scale)
    own = torch.narrow(own, 2, 0, step + 1)
    alone = torch.bmm(torch.view(q, [pairs * branches, repeat, self.head_dim]), torch.transpose(own[0], 1, 2))
    alone = self.at_least_four(torch.view(alone, [pairs, rows, step + 1]))
    shared = torch.baddbmm(bias, self.at_least_four(q), torch.transpose(prefix[0], 1, 2))
    p = torch.softmax(torch.cat([shared, alone], -1), -1, 6).to(qkv.dtype)
    o = torch.bmm(torch.narrow(p, 2, 0, P), prefix[1])
    o = torch.reshape(torch.narrow(o, 1, 0, rows), [pairs * branches, repeat, self.head_dim])
    p = torch.reshape(torch.narrow(p, 1, 0, rows), [pairs * branches, repeat, P + step + 1])
    o = torch.baddbmm(o, torch.narrow(p, 2, P, step + 1), own[1])
    o = torch.transpose(torch.view(o, [B, self.kv_heads, branches, repeat * self.head_dim]), 1, 2)
    return torch.reshape(o, [B * branches, self.heads * self.head_dim])


def step_rope(self, position_N: Tensor) -> Tuple[Tensor, Tensor]:
    # cos, sin [N, heads + 2 * K, D] by which a row's queries, keys and values are turned; values stay. The sine carries
    # the sign of the half that is swapped in.
    cos, sin = self.decoder_rope(torch.expand(torch.unsqueeze(position_N, 0), [3, position_N.size(0)]))
    half = self.head_dim // 2
    sin = torch.cat([torch.neg(sin[:, :half]), sin[:, half:]], -1)
    turned = self.heads + self.kv_heads
    cos = torch.expand(torch.unsqueeze(cos, 1), [cos.size(0), turned, self.head_dim])
    sin = torch.expand(torch.unsqueeze(sin, 1), [sin.size(0), turned, self.head_dim])
    kept = [cos.size(0), self.kv_heads, self.head_dim]
    cos = torch.cat([cos, torch.ones(kept, device=cos.device)], 1)
    return cos, torch.cat([sin, torch.zeros(kept, device=cos.device)], 1)


def step_logits(self, t: List[Tensor], prefix: List[Tensor], own: List[Tensor], bias: List[Tensor], lanes: List[Tuple[int, int, int]], last_N: Tensor, position_N: Tensor) -> Tensor:
    # The next token's logits of every row, [N, V], in fp32. A lane is (first row, G, step).
    x = torch.embedding(t[0], last_N)
    cos, sin = self.step_rope(position_N)
    cos = cos.to(x.dtype)
    sin = sin.to(x.dtype)
    used = 0
    for layer in range(self.layers):
        at = 1 + 7 * layer
        h = torch.rms_norm(x, [self.hidden], t[at], self.eps)
        qkv = torch.unflatten(self.dense(h, t[at + 1], t[at + 2]), -1, [self.heads + 2 * self.kv_heads, self.head_dim])
        qkv = torch.addcmul(torch.mul(qkv, cos), torch.roll(qkv, [self.head_dim // 2], [-1]), sin)
        attended: List[Tensor] = []
        used = 0
        for i in range(len(lanes)):
            first, branches, step = lanes[i]
            kv = prefix[i * self.layers + layer]
            rows = kv.size(1) // self.kv_heads * branches
            attended.append(self.lane_attention(
                torch.narrow(qkv, 0, first, rows), kv, bias[i], own[i * self.layers + layer], branches, step))
            used = first + rows
        if used < x.size(0):
            attended.append(torch.zeros([x.size(0) - used, self.heads * self.head_dim], dtype=x.dtype, device=x.device))
        o = attended[0]
        if len(attended) > 1:
            o = torch.cat(attended)
        x = self.finish_layer(x, o, t, at)
    x = torch.rms_norm(x, [self.hidden], t[1 + 7 * self.layers], self.eps)
    return self.dense(x, t[2 + 7 * self.layers], None).to(6)


def decode(self, t: List[Tensor], prefix: List[Tensor], own: List[Tensor], bias: List[Tensor], lanes_L3: Tensor, last_N: Tensor, position_N: Tensor, ended_N: Tensor, uniform_RN: Tensor, sampling_5N: Tensor, modes: Tensor, seen_NL: Tensor, choice_NC: Tensor, chooses_N: Tensor, allowed_V: Tensor, stop_ids: Tensor, interrupt: Tensor) -> List[Tensor]:
    # Draws up to R tokens of each row: last_N is fed first, at position_N on all three axes. Rows behind the last lane
    # are filling. Ends early when every row has ended or `interrupt` is no longer zero. Tokens after a row's stop id
    # are meaningless.
    #
    # sampling_5N: temperature (0: greedy), top k, top p, min p, repetition penalty. seen_NL: ids that the penalty
    # counts. choice_NC: where chooses_N, the only ids that may come. modes: whether any row truncates, penalizes,
    # chooses; how many alternatives to return; whether to return log-probs of the processed distribution.
    #
    # Returns tokens, log-probs of the raw distribution at the row's temperature (1 if greedy), [r, N] each; processed
    # log-probs [r, N] or [r, 0]; alternatives' ids and log-probs [r, N, k].
    lanes: List[Tuple[int, int, int]] = []
    for i in range(lanes_L3.size(0)):
        lanes.append((int(lanes_L3[i][0]), int(lanes_L3[i][1]), int(lanes_L3[i][2])))
    truncates, penalizes, chooses, alternatives, processes = int(modes[0]) != 0, int(modes[1]) != 0, int(modes[2]) != 0, int(modes[3]), int(modes[4]) != 0
    greedy_N = torch.eq(sampling_5N[0], 0)
    temperature = torch.unsqueeze(torch.where(greedy_N, torch.ones_like(sampling_5N[0]), sampling_5N[0]), 1)
    seen = torch.zeros([last_N.size(0), allowed_V.size(0)], dtype=11, device=last_N.device)[:, :0]
    if penalizes:
        seen = torch.scatter(torch.zeros([last_N.size(0), allowed_V.size(0)], dtype=11, device=last_N.device), 1, seen_NL, True)
    barred = allowed_V
    if chooses:
        only = torch.full([last_N.size(0), allowed_V.size(0)], float("-inf"), device=last_N.device)
        only = torch.scatter(only, 1, choice_NC, 0.0)
        barred = torch.where(torch.unsqueeze(chooses_N, 1), only, torch.unsqueeze(allowed_V, 0))
    tokens: List[Tensor] = []
    log_probs: List[Tensor] = []
    processed: List[Tensor] = []
    ids: List[Tensor] = []
    values: List[Tensor] = []
    for i in range(uniform_RN.size(0)):
        logits = self.step_logits(t, prefix, own, bias, lanes, last_N, torch.add(position_N, i))
        raw = torch.log_softmax(torch.div(logits, temperature), -1)
        scaled = raw
        if penalizes:
            # Other rows go on as without it: the same distribution would come out rounded in another way.
            penalized = torch.div(self.penalize(logits, seen, sampling_5N[4]), temperature)
            scaled = torch.where(torch.unsqueeze(torch.ne(sampling_5N[4], 1), 1), penalized, raw)
        scaled = torch.add(scaled, barred)
        if truncates:
            scaled = self.drop_unlikely(scaled, sampling_5N[1].to(4), sampling_5N[2], sampling_5N[3])
        last_N = self.draw(scaled, greedy_N, uniform_RN[i])
        picked = torch.unsqueeze(last_N, 1)
        tokens.append(last_N)
        log_probs.append(torch.squeeze(torch.gather(raw, 1, picked), 1))
        if processes:
            after = torch.log_softmax(scaled, -1)
            processed.append(torch.squeeze(torch.gather(after, 1, picked), 1))
            if chooses:
                raw = torch.where(torch.unsqueeze(chooses_N, 1), after, raw)
        if alternatives > 0:
            value, id = torch.topk(raw, alternatives, -1)
            ids.append(id)
            values.append(value)
        if penalizes:
            seen = torch.scatter(seen, 1, picked, True)
        ended_N = torch.logical_or(ended_N, torch.isin(last_N, stop_ids))
        if bool(torch.all(ended_N)) or bool(interrupt):
            break
        for j in range(len(lanes)):
            first, branches, step = lanes[j]
            lanes[j] = (first, branches, step + 1)
    none = torch.zeros([0], device=last_N.device)
    result = [torch.stack(tokens), torch.stack(log_probs), none, none, none]
    if processes:
        result[2] = torch.stack(processed)
    if alternatives > 0:
        result[3] = torch.stack(ids)
        result[4] = torch.stack(values)
    return result
