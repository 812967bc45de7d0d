# Decoding: one call draws tokens for every sequence of every lane until it is interrupted.
#
# A lane holds B prompts of G branches each that were admitted together; all of them have drawn `step` tokens. The rows
# of all lanes, lane after lane, go through the dense layers as one matrix of N rows; attention runs lane by lane.


def at_least_four(self, x: Tensor) -> Tensor:
    # [batch, rows, n] with rows of zeros behind. The library multiplies one, two and three rows by other kernels than
    # more rows, so a branch would come out differently in the last bits with and without its siblings (measured).
    rows = x.size(1)
    if rows >= 4:
        return x
    return torch.cat([x, torch.zeros([x.size(0), 4 - rows, x.size(2)], dtype=x.dtype, device=x.device)], 1)


def lane_attention(self, qkv: Tensor, prefix_kt: Tensor, prefix_v: Tensor, bias: Tensor, own: Tensor, own_k: Tensor, own_v: Tensor, branches: int, step: int) -> Tensor:
    # qkv [B * G, heads + 2 * K, D], rotated, queries scaled; prefix_kt [B * K, D, P] and prefix_v [B * K, P, D];
    # own_k and own_v [B * K * G, S, D], own both of them [2, B, K, G, S, D], written in place at step. One softmax over
    # a prompt's prefix, which its branches share, and the branch's own tokens.
    repeat = self.heads // self.kv_heads
    rows = branches * repeat
    B, pairs, P, D = own.size(1), prefix_v.size(0), prefix_v.size(1), self.head_dim
    new = torch.view(torch.narrow(qkv, 1, self.heads, 2 * self.kv_heads), [B, branches, 2, self.kv_heads, D])
    torch.copy_(torch.select(own, 4, step), torch.permute(new, [2, 0, 3, 1, 4]))
    q = torch.view(torch.narrow(qkv, 1, 0, self.heads), [B, branches, self.kv_heads, repeat, D])
    q = torch.view(torch.contiguous(torch.transpose(q, 1, 2)), [pairs * branches, repeat, D])
    alone = torch.bmm(q, torch.transpose(torch.narrow(own_k, 1, 0, step + 1), 1, 2))
    alone = self.at_least_four(torch.view(alone, [pairs, rows, step + 1]))
    shared = torch.baddbmm(bias, self.at_least_four(torch.view(q, [pairs, rows, D])), prefix_kt)
    p = torch.softmax(torch.cat([shared, alone], -1), -1, 6).to(qkv.dtype)
    o = torch.bmm(torch.narrow(p, 2, 0, P), prefix_v)
    if rows < 4:
        o = torch.contiguous(torch.narrow(o, 1, 0, rows))
        p = torch.contiguous(torch.narrow(p, 1, 0, rows))
    p = torch.view(p, [pairs * branches, repeat, P + step + 1])
    o = torch.view(o, [pairs * branches, repeat, D])
    o = torch.baddbmm(o, torch.narrow(p, 2, P, step + 1), torch.narrow(own_v, 1, 0, step + 1))
    o = torch.transpose(torch.view(o, [B, self.kv_heads, branches, repeat * D]), 1, 2)
    return torch.reshape(o, [B * branches, self.heads * D])


def step_ropes(self, position_N: Tensor, steps: int) -> Tuple[Tensor, Tensor]:
    # cos, sin [R, N, 3, D] of the next `steps` tokens: how a query, a key and a value are turned. Queries are scaled
    # with it, values stay as they are. The sine carries the sign of the half that is swapped in.
    position_RN = torch.add(torch.unsqueeze(position_N, 0), torch.unsqueeze(torch.arange(steps, device=position_N.device), 1))
    cos, sin = self.decoder_rope(torch.expand(torch.unsqueeze(position_RN, 0), [3, steps, position_N.size(0)]))
    half = self.head_dim // 2
    sin = torch.cat([torch.neg(sin[:, :, :half]), sin[:, :, half:]], -1)
    cos = torch.stack([torch.mul(cos, self.scale), cos, torch.ones_like(cos)], 2)
    return cos, torch.stack([torch.mul(sin, self.scale), sin, torch.zeros_like(sin)], 2)


def step_logits(self, t: List[Tensor], prefix_kt: List[Tensor], prefix_v: List[Tensor], bias: List[Tensor], own: List[Tensor], own_k: List[Tensor], own_v: List[Tensor], lanes: List[Tuple[int, int, int]], last_N: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    # The next token's logits of every row, [N, V], in fp32. A lane is (first row, G, step).
    x = torch.embedding(t[0], last_N)
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
            at_lane = i * self.layers + layer
            rows = own_k[at_lane].size(0) // self.kv_heads
            attended.append(self.lane_attention(
                torch.narrow(qkv, 0, first, rows), prefix_kt[at_lane], prefix_v[at_lane], bias[i],
                own[at_lane], own_k[at_lane], own_v[at_lane], branches, step))
            used = first + rows
        if used < x.size(0):
            attended.append(torch.zeros([x.size(0) - used, self.heads * self.head_dim], dtype=x.dtype, device=x.device))
        o = attended[0]
        if len(attended) > 1:
            o = torch.cat(attended)
        x = self.finish_layer(x, o, t, at)
    x = torch.rms_norm(x, [self.hidden], t[1 + 7 * self.layers], self.eps)
    return self.dense(x, t[2 + 7 * self.layers], None).to(6)


def decode(self, t: List[Tensor], prefix: List[Tensor], own: List[Tensor], bias: List[Tensor], lanes_L3: Tensor, last_N: Tensor, position_N: Tensor, ended_N: Tensor, uniform_RN: Tensor, sampling_5N: Tensor, modes: Tensor, seen_NL: Tensor, choice_NC: Tensor, chooses_N: Tensor, allowed_V: Tensor, stop_id: Tensor, interrupt: Tensor) -> List[Tensor]:
    # Draws up to R tokens of each row: last_N is fed first, at position_N on all three axes. Rows behind the last lane
    # are filling. Ends early when every row has ended or `interrupt` is no longer zero. Tokens after a row's stop id
    # are meaningless.
    #
    # sampling_5N: as in policy.py. seen_NL: ids that the penalty
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
    temperature = self.temperatures(sampling_5N)
    seen = torch.zeros([last_N.size(0), allowed_V.size(0)], dtype=11, device=last_N.device)[:, :0]
    if penalizes:
        seen = torch.scatter(torch.zeros([last_N.size(0), allowed_V.size(0)], dtype=11, device=last_N.device), 1, seen_NL, True)
    barred = allowed_V
    if chooses:
        only = torch.full([last_N.size(0), allowed_V.size(0)], float("-inf"), device=last_N.device)
        only = torch.scatter(only, 1, choice_NC, 0.0)
        barred = torch.where(torch.unsqueeze(chooses_N, 1), only, torch.unsqueeze(allowed_V, 0))
    # Views that every step takes, made once.
    prefix_kt: List[Tensor] = []
    prefix_v: List[Tensor] = []
    own_k: List[Tensor] = []
    own_v: List[Tensor] = []
    by_branch: List[Tensor] = []
    for j in range(len(own)):
        prefix_kt.append(torch.transpose(prefix[j][0], 1, 2))
        prefix_v.append(prefix[j][1])
        own_k.append(own[j][0])
        own_v.append(own[j][1])
        by_branch.append(torch.unflatten(own[j], 1, [-1, self.kv_heads, lanes[j // self.layers][1]]))
    cos_RN3, sin_RN3 = self.step_ropes(position_N, uniform_RN.size(0))
    kind = torch.cat([
        torch.full([self.heads], 0, dtype=4, device=last_N.device),
        torch.full([self.kv_heads], 1, dtype=4, device=last_N.device),
        torch.full([self.kv_heads], 2, dtype=4, device=last_N.device)])
    tokens: List[Tensor] = []
    log_probs: List[Tensor] = []
    processed: List[Tensor] = []
    ids: List[Tensor] = []
    values: List[Tensor] = []
    for i in range(uniform_RN.size(0)):
        cos = torch.index_select(cos_RN3[i], 1, kind)
        sin = torch.index_select(sin_RN3[i], 1, kind)
        logits = self.step_logits(t, prefix_kt, prefix_v, bias, by_branch, own_k, own_v, lanes, last_N, cos, sin)
        raw = torch.log_softmax(torch.div(logits, temperature), -1)
        scaled = self.drawn_from(logits, raw, sampling_5N, seen, barred, penalizes, truncates)
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
        ended_N = torch.logical_or(ended_N, torch.eq(last_N, stop_id))
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
