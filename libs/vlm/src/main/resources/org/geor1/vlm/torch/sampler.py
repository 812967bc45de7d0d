# Decoding: one call draws tokens for every sequence of every lane until it is interrupted. decode_step.py has the forward
# pass of a step, policy.py the draw.


class DecodeRows(NamedTuple):
    # Inputs of each row. last_N is the first input token, at position_N on all three axes; uniform_RN decides the
    # draws; seen_NL holds the ids that the penalty applies to; choice_NC holds the only ids allowed where chooses_N is
    # set.
    last_N: Tensor
    position_N: Tensor
    ended_N: Tensor
    uniform_RN: Tensor
    sampling_5N: Tensor
    seen_NL: Tensor
    choice_NC: Tensor
    chooses_N: Tensor


class DecodeConstants(NamedTuple):
    # allowed_V is added to the scores: -inf for tokens that may never be drawn. interrupt: a call returns once it is
    # nonzero.
    allowed_V: Tensor
    stop_id: Tensor
    interrupt: Tensor


class DecodeModes(NamedTuple):
    # Whether any row truncates, penalizes or chooses; how many alternatives to return; whether to return log-probs of
    # the processed distribution.
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
        layers.append(self.transposed_layer(self.layer_weights(t, layer)))
    head = self.transposed(self.head(t))
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
    ropes = self.step_ropes(given.position_N, given.uniform_RN.size(0), self.embedding(t).dtype)
    at = self.step_buffers(last_N.size(0), self.embedding(t))
    rows_of_lane: List[LaneRows] = []
    for i in range(len(lanes)):
        rows_of_lane.append(self.lane_rows(at, lanes[i], caches[i * self.layers].own.size(1)))
    norm = Norm(
        torch.full([1], self.eps, dtype=6, device=last_N.device),
        torch.full([1], self.hidden, dtype=6, device=last_N.device))
    tokens: List[Tensor] = []
    log_probs: List[Tensor] = []
    processed: List[Tensor] = []
    ids: List[Tensor] = []
    values: List[Tensor] = []
    for i in range(given.uniform_RN.size(0)):
        logits = self.step_logits(t, layers, head, norm, caches, bias, lanes, at, rows_of_lane, last_N, ropes[i])
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
