# Decoding: one call draws tokens for every sequence of every lane until it is interrupted.
#
# A lane holds B prompts of G branches each that were admitted together; all of them have drawn `step` tokens. The rows
# of all lanes, lane after lane, go through the dense layers as one matrix of N rows; attention runs lane by lane.


class Lane(NamedTuple):
    first: int
    branches: int
    step: int


class LaneCaches(NamedTuple):
    # Keys and values of one layer of one lane: the prompts' prefixes prefix_kt [B * K, D, P] and prefix_v [B * K, P, D],
    # and the branches' own, both in `own` [2, B, K, G, S, D] and each in own_k and own_v [B * K * G, S, D].
    prefix_kt: Tensor
    prefix_v: Tensor
    own: Tensor
    own_k: Tensor
    own_v: Tensor


class DecodeRows(NamedTuple):
    # Inputs of each row. last_N is fed first, at position_N on all three axes; uniform_RN decides the draws; seen_NL are
    # the ids that the penalty counts; choice_NC are the only ids allowed where chooses_N.
    last_N: Tensor
    position_N: Tensor
    ended_N: Tensor
    uniform_RN: Tensor
    sampling_5N: Tensor
    seen_NL: Tensor
    choice_NC: Tensor
    chooses_N: Tensor


class DecodeConstants(NamedTuple):
    # allowed_V is added to the scores: -inf for tokens that may never be drawn. interrupt: a call returns once it is not zero.
    allowed_V: Tensor
    stop_id: Tensor
    interrupt: Tensor


class DecodeModes(NamedTuple):
    # Whether any row truncates, penalizes, chooses; how many alternatives to return; whether to return log-probs of the
    # processed distribution.
    truncates: bool
    penalizes: bool
    chooses: bool
    alternatives: int
    processes: bool


def decode_rows(self, rows: List[Tensor]) -> DecodeRows:
    # In the order of SamplerScript.Rows.
    return DecodeRows(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7])


def decode_modes(self, modes: Tensor) -> DecodeModes:
    # In the order of SamplerScript.Modes.
    return DecodeModes(int(modes[0]) != 0, int(modes[1]) != 0, int(modes[2]) != 0, int(modes[3]), int(modes[4]) != 0)


def at_least_four(self, x: Tensor) -> Tensor:
    # [batch, rows, n] padded with rows of zeros. For one to three rows the library uses other kernels, so a branch would
    # differ in its last bits with and without its siblings (measured).
    rows = x.size(1)
    if rows >= 4:
        return x
    return torch.cat([x, torch.zeros([x.size(0), 4 - rows, x.size(2)], dtype=x.dtype, device=x.device)], 1)


def lane_attention(self, qkv: Tensor, cache: LaneCaches, bias: Tensor, branches: int, step: int) -> Tensor:
    # qkv [B * G, heads + 2 * K, D], rotated, queries scaled. Keys and values are written into the cache at step. One
    # softmax over a prompt's prefix, which its branches share, and the branch's own tokens.
    repeat = self.heads // self.kv_heads
    rows = branches * repeat
    B, pairs, P, D = cache.own.size(1), cache.prefix_v.size(0), cache.prefix_v.size(1), self.head_dim
    new = torch.view(torch.narrow(qkv, 1, self.heads, 2 * self.kv_heads), [B, branches, 2, self.kv_heads, D])
    torch.copy_(torch.select(cache.own, 4, step), torch.permute(new, [2, 0, 3, 1, 4]))
    q = torch.view(torch.narrow(qkv, 1, 0, self.heads), [B, branches, self.kv_heads, repeat, D])
    q = torch.view(torch.contiguous(torch.transpose(q, 1, 2)), [pairs * branches, repeat, D])
    alone = torch.bmm(q, torch.transpose(torch.narrow(cache.own_k, 1, 0, step + 1), 1, 2))
    alone = self.at_least_four(torch.view(alone, [pairs, rows, step + 1]))
    shared = torch.baddbmm(bias, self.at_least_four(torch.view(q, [pairs, rows, D])), cache.prefix_kt)
    p = torch.softmax(torch.cat([shared, alone], -1), -1, 6).to(qkv.dtype)
    o = torch.bmm(torch.narrow(p, 2, 0, P), cache.prefix_v)
    if rows < 4:
        o = torch.contiguous(torch.narrow(o, 1, 0, rows))
        p = torch.contiguous(torch.narrow(p, 1, 0, rows))
    p = torch.view(p, [pairs * branches, repeat, P + step + 1])
    o = torch.view(o, [pairs * branches, repeat, D])
    o = torch.baddbmm(o, torch.narrow(p, 2, P, step + 1), torch.narrow(cache.own_v, 1, 0, step + 1))
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


def step_logits(self, t: List[Tensor], layers: List[LayerWeights], caches: List[LaneCaches], bias: List[Tensor], lanes: List[Lane], last_N: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    # The next token's logits of every row, [N, V], in fp32. caches: lane after lane, layer after layer.
    x = torch.embedding(self.embedding(t), last_N)
    cos = cos.to(x.dtype)
    sin = sin.to(x.dtype)
    used = 0
    for layer in range(self.layers):
        w = layers[layer]
        h = torch.rms_norm(x, [self.hidden], w.norm, self.eps)
        qkv = torch.unflatten(self.dense(h, w.qkv, w.qkv_bias), -1, [self.heads + 2 * self.kv_heads, self.head_dim])
        qkv = torch.addcmul(torch.mul(qkv, cos), torch.roll(qkv, [self.head_dim // 2], [-1]), sin)
        attended: List[Tensor] = []
        used = 0
        for i in range(len(lanes)):
            lane = lanes[i]
            cache = caches[i * self.layers + layer]
            rows = cache.own_k.size(0) // self.kv_heads
            attended.append(self.lane_attention(torch.narrow(qkv, 0, lane.first, rows), cache, bias[i], lane.branches, lane.step))
            used = lane.first + rows
        if used < x.size(0):
            attended.append(torch.zeros([x.size(0) - used, self.heads * self.head_dim], dtype=x.dtype, device=x.device))
        o = attended[0]
        if len(attended) > 1:
            o = torch.cat(attended)
        x = self.finish_layer(x, o, w)
    x = torch.rms_norm(x, [self.hidden], self.final_norm(t), self.eps)
    return self.dense(x, self.head(t), None).to(6)


def lane_caches(self, prefix: List[Tensor], own: List[Tensor], lanes: List[Lane]) -> List[LaneCaches]:
    # Views that every step uses, made once.
    result: List[LaneCaches] = []
    for j in range(len(own)):
        result.append(LaneCaches(
            torch.transpose(prefix[j][0], 1, 2), prefix[j][1],
            torch.unflatten(own[j], 1, [-1, self.kv_heads, lanes[j // self.layers].branches]), own[j][0], own[j][1]))
    return result


def decode(self, t: List[Tensor], prefix: List[Tensor], own: List[Tensor], bias: List[Tensor], lanes_L3: Tensor, rows: List[Tensor], constants: List[Tensor], modes: Tensor) -> List[Tensor]:
    # Draws up to R tokens for each row. Rows after the last lane are padding. Returns early when every row has ended or
    # when interrupted. Tokens after a row's stop id are meaningless. A lane is (first row, G, step).
    #
    # Returns tokens, log-probs of the raw distribution at the row's temperature (1 if greedy), [r, N] each; processed
    # log-probs [r, N] or [r, 0]; alternatives' ids and log-probs [r, N, k].
    lanes: List[Lane] = []
    for i in range(lanes_L3.size(0)):
        lanes.append(Lane(int(lanes_L3[i][0]), int(lanes_L3[i][1]), int(lanes_L3[i][2])))
    layers: List[LayerWeights] = []
    for layer in range(self.layers):
        layers.append(self.layer_weights(t, layer))
    mode = self.decode_modes(modes)
    given = self.decode_rows(rows)
    always = DecodeConstants(constants[0], constants[1], constants[2])
    sampling = self.sampling_of(given.sampling_5N)
    last_N, ended_N, vocabulary = given.last_N, given.ended_N, always.allowed_V.size(0)
    greedy_N = self.is_greedy(sampling)
    temperature = self.temperatures(sampling)
    seen = torch.zeros([last_N.size(0), vocabulary], dtype=11, device=last_N.device)[:, :0]
    if mode.penalizes:
        seen = torch.scatter(torch.zeros([last_N.size(0), vocabulary], dtype=11, device=last_N.device), 1, given.seen_NL, True)
    barred = always.allowed_V
    if mode.chooses:
        only = torch.full([last_N.size(0), vocabulary], float("-inf"), device=last_N.device)
        only = torch.scatter(only, 1, given.choice_NC, 0.0)
        barred = torch.where(torch.unsqueeze(given.chooses_N, 1), only, torch.unsqueeze(always.allowed_V, 0))
    caches = self.lane_caches(prefix, own, lanes)
    cos_RN3, sin_RN3 = self.step_ropes(given.position_N, given.uniform_RN.size(0))
    kind = torch.cat([
        torch.full([self.heads], 0, dtype=4, device=last_N.device),
        torch.full([self.kv_heads], 1, dtype=4, device=last_N.device),
        torch.full([self.kv_heads], 2, dtype=4, device=last_N.device)])
    tokens: List[Tensor] = []
    log_probs: List[Tensor] = []
    processed: List[Tensor] = []
    ids: List[Tensor] = []
    values: List[Tensor] = []
    for i in range(given.uniform_RN.size(0)):
        cos = torch.index_select(cos_RN3[i], 1, kind)
        sin = torch.index_select(sin_RN3[i], 1, kind)
        logits = self.step_logits(t, layers, caches, bias, lanes, last_N, cos, sin)
        raw = torch.log_softmax(torch.div(logits, temperature), -1)
        scaled = self.drawn_from(logits, raw, sampling, seen, barred, mode.penalizes, mode.truncates)
        last_N = self.draw(scaled, greedy_N, given.uniform_RN[i])
        picked = torch.unsqueeze(last_N, 1)
        tokens.append(last_N)
        log_probs.append(torch.squeeze(torch.gather(raw, 1, picked), 1))
        if mode.processes:
            after = torch.log_softmax(scaled, -1)
            processed.append(torch.squeeze(torch.gather(after, 1, picked), 1))
            if mode.chooses:
                raw = torch.where(torch.unsqueeze(given.chooses_N, 1), after, raw)
        if mode.alternatives > 0:
            value, id = torch.topk(raw, mode.alternatives, -1)
            ids.append(id)
            values.append(value)
        if mode.penalizes:
            seen = torch.scatter(seen, 1, picked, True)
        ended_N = torch.logical_or(ended_N, torch.eq(last_N, always.stop_id))
        if bool(torch.all(ended_N)) or bool(always.interrupt):
            break
        for j in range(len(lanes)):
            lanes[j] = Lane(lanes[j].first, lanes[j].branches, lanes[j].step + 1)
    none = torch.zeros([0], device=last_N.device)
    result = [torch.stack(tokens), torch.stack(log_probs), none, none, none]
    if mode.processes:
        result[2] = torch.stack(processed)
    if mode.alternatives > 0:
        result[3] = torch.stack(ids)
        result[4] = torch.stack(values)
    return result
