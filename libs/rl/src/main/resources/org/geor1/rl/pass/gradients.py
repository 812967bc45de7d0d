# Gradients of the decoder by hand, layer after layer from the last one: each is the transpose of what score.py does. What
# a weight collects goes into its entry of sums, in place; an entry without elements belongs to a weight that is frozen.


def without_graph(self, weights: List[Tensor]) -> List[Tensor]:
    # What is computed from these alone records nothing.
    result: List[Tensor] = []
    for weight in weights:
        result.append(torch.detach(weight))
    return result


def add_product(self, sum: Tensor, by: Tensor, x: Tensor) -> Tensor:
    # The gradient of a linear layer's weight.
    if sum.numel() > 0:
        torch.addmm_(sum, torch.transpose(by, 0, 1), x)
    return sum


def add_rows(self, sum: Tensor, place_N: Tensor, rows: Tensor) -> Tensor:
    # Adds each row where it belongs, in place. In bf16 a sum of many would lose the later ones, so those of one place
    # are added up in fp32 first.
    if sum.dtype == 6:
        return torch.index_add_(sum, 0, place_N, rows)
    places, which_N, n = torch._unique2(place_N, True, True, False)
    totals = torch.zeros([places.size(0), rows.size(1)], dtype=6, device=rows.device)
    totals = torch.index_add_(totals, 0, which_N, rows.to(6))
    return torch.index_add_(sum, 0, places, totals.to(sum.dtype))


def norm_gradient(self, x: Tensor, weight: Tensor, by: Tensor, sum: Tensor) -> Tensor:
    # y = w n with n = x r and r = 1 / sqrt(mean x^2 + eps): dx = r (w dy - n mean(n w dy)), dw = sum of n dy over rows.
    wide = x.to(6)
    r = torch.rsqrt(torch.add(torch.mean(torch.mul(wide, wide), [-1], True), self.eps))
    n = torch.mul(wide, r)
    by = by.to(6)
    share = torch.mul(n, by)
    if sum.numel() > 0:
        torch.add_(sum, torch.sum(share, [0]).to(sum.dtype))
    w = weight.to(6)
    mean = torch.unsqueeze(torch.mv(share, w), 1)
    by = torch.addcmul(torch.mul(by, w), n, mean, value=-1.0 / x.size(-1))
    return torch.mul_(by, r).to(x.dtype)


def sheet_gradients(self, own: Tensor, by_o: Tensor, prefix_k: Tensor, prefix_v: Tensor, by_prefix_k: Tensor, by_prefix_v: Tensor, padding_bias: Tensor, future: Tensor) -> Tensor:
    # Of attended_sheet, piece after piece with its probabilities computed again: by_own like own [B, G, R, heads + 2 K, D].
    # by_o [B, G, R, heads, D]; by_prefix_k and by_prefix_v [B K, P, D] collect.
    B, G, R, P = own.size(0), own.size(1), own.size(2), prefix_k.size(1)
    q = torch.mul(self.by_key_head(torch.narrow(own, 3, 0, self.heads), self.heads), self.scale)
    k = self.by_key_head(torch.narrow(own, 3, self.heads, self.kv_heads), self.kv_heads)
    v = self.by_key_head(torch.narrow(own, 3, self.heads + self.kv_heads, self.kv_heads), self.kv_heads)
    by_o = self.by_key_head(by_o, self.heads)
    by_q = torch.empty_like(q)
    by_k = torch.zeros_like(k)
    by_v = torch.zeros_like(v)
    for piece in self.attention_pieces(B, G, R, P + R, self.attention_scores):
        keys, values = self.keys_of(prefix_k, k, piece), self.keys_of(prefix_v, v, piece)
        rows, by = self.piece_rows(q, piece), self.piece_rows(by_o, piece)
        p = self.probabilities(rows, keys, padding_bias, future, piece, P)
        scores = torch.bmm(by, torch.transpose(values, 1, 2))
        scores = torch._softmax_backward_data(scores.to(6), p, -1, 6).to(q.dtype)
        self.add_keys(by_prefix_v, by_v, piece, torch.bmm(torch.transpose(p.to(q.dtype), 1, 2), by))
        self.add_keys(by_prefix_k, by_k, piece, torch.bmm(torch.transpose(scores, 1, 2), rows))
        part = self.piece_of(by_q, piece)
        torch.copy_(part, torch.view(torch.mul_(torch.bmm(scores, keys), self.scale), part.size()))
    return torch.cat([self.by_row(by_q), self.by_row(by_k), self.by_row(by_v)], 3)


def add_keys(self, by_prefix: Tensor, by_own: Tensor, piece: List[int], found: Tensor) -> Tensor:
    # From [b K g, P + S, D] to where keys_of took them.
    P = by_prefix.size(1)
    S = found.size(1) - P
    found = torch.unflatten(found, 0, [-1, piece[4]])
    torch.add_(self.prompts_of(by_prefix, piece), torch.sum(torch.narrow(found, 2, 0, P), [1]))
    return torch.add_(self.own_keys(by_own, piece), torch.narrow(found, 2, P, S))


def prefix_gradients(self, q: Tensor, by_o: Tensor, k: Tensor, v: Tensor, by_k: Tensor, by_v: Tensor) -> Tensor:
    # Of the prefixes' causal attention: by_q like q [B, P, heads, D]. by_o is like it; k, v, by_k and by_v are [B K, P, D].
    B, P = q.size(0), q.size(1)
    q = torch.mul(self.by_key_head(torch.unsqueeze(q, 1), self.heads), self.scale)
    by_o = self.by_key_head(torch.unsqueeze(by_o, 1), self.heads)
    by_q = torch.empty_like(q)
    # A quarter of the scores at a time: short pieces skip more of what comes after them.
    for piece in self.attention_pieces(B, 1, P, P, self.attention_scores // 4):
        seen = piece[2] + piece[5]
        rows, by = self.piece_rows(q, piece), self.piece_rows(by_o, piece)
        keys = self.part(self.prompts_of(k, piece), 1, 0, seen)
        values = self.part(self.prompts_of(v, piece), 1, 0, seen)
        scores = torch.bmm(rows, torch.transpose(keys, 1, 2))
        torch.add_(torch.unflatten(scores, 1, [-1, piece[5]]), self.future_bias(piece[2], piece[5], rows))
        p = torch.softmax(scores, -1, 6)
        scores = torch.bmm(by, torch.transpose(values, 1, 2))
        scores = torch._softmax_backward_data(scores.to(6), p, -1, 6).to(q.dtype)
        torch.add_(self.part(self.prompts_of(by_v, piece), 1, 0, seen), torch.bmm(torch.transpose(p.to(q.dtype), 1, 2), by))
        torch.add_(self.part(self.prompts_of(by_k, piece), 1, 0, seen), torch.bmm(torch.transpose(scores, 1, 2), rows))
        part = self.piece_of(by_q, piece)
        torch.copy_(part, torch.view(torch.mul_(torch.bmm(scores, keys), self.scale), part.size()))
    return torch.squeeze(self.by_row(by_q), 1)


def attended_gradients(self, qkv: Tensor, by_o: Tensor, ids_BP: Tensor, sheets: List[Tensor], geometry: List[Tensor], last: bool) -> Tensor:
    # Those of attended_rows, before its rotation: like qkv [N, heads + 2 K, D].
    by_o = torch.unflatten(by_o, -1, [self.heads, self.head_dim])
    k = self.prefix_keys(qkv, ids_BP, self.heads)
    v = self.prefix_keys(qkv, ids_BP, self.heads + self.kv_heads)
    by = torch.empty_like(qkv)
    # In fp32 whatever the type: in bf16 a sum over many pieces would lose the later ones.
    by_k = torch.zeros_like(k, dtype=6)
    by_v = torch.zeros_like(v, dtype=6)
    at = ids_BP.numel()
    # by_o has no rows of the prefixes in the last layer.
    ahead = qkv.size(0) - by_o.size(0)
    for sheet in sheets:
        rows = sheet.numel()
        found = self.sheet_gradients(
            torch.unflatten(torch.narrow(qkv, 0, at, rows), 0, sheet.size()),
            torch.unflatten(torch.narrow(by_o, 0, at - ahead, rows), 0, sheet.size()),
            k, v, by_k, by_v, geometry[2], geometry[3])
        torch.copy_(torch.narrow(by, 0, at, rows), torch.flatten(found, 0, 2))
        at += rows
    by_q = self.prefix_part(by, ids_BP, 0, self.heads)
    if last:
        torch.zero_(by_q)
    else:
        by_prefix = self.prefix_part(by_o, ids_BP, 0, self.heads)
        torch.copy_(by_q, self.prefix_gradients(self.prefix_part(qkv, ids_BP, 0, self.heads), by_prefix, k, v, by_k, by_v))
    self.put_keys(self.prefix_part(by, ids_BP, self.heads, self.kv_heads), by_k)
    self.put_keys(self.prefix_part(by, ids_BP, self.heads + self.kv_heads, self.kv_heads), by_v)
    by_qk = torch.narrow(by, 1, 0, self.heads + self.kv_heads)
    turned = self.rotate_half(torch.mul(by_qk, geometry[1]))
    torch.sub_(torch.mul_(by_qk, geometry[0]), turned)
    return by


def put_keys(self, to: Tensor, found: Tensor) -> Tensor:
    # [B K, P, D] into [B, P, K, D].
    return torch.copy_(to, torch.transpose(torch.unflatten(found, 0, [-1, self.kv_heads]), 1, 2))


def mlp_gradients(self, t: List[Tensor], at: int, middle: Tensor, gate_up: Tensor, by: Tensor, sums: List[Tensor]) -> Tensor:
    # From the gradient by a layer's outcome to that by what its second norm takes, so many rows at a time that they stay
    # in the processor's cache.
    result: List[Tensor] = []
    rows = self.mlp_rows
    for i in range((by.size(0) + rows - 1) // rows):
        count = min(rows, by.size(0) - i * rows)
        x = torch.narrow(middle, 0, i * rows, count)
        by_out = torch.narrow(by, 0, i * rows, count)
        gate, up = torch.chunk(torch.narrow(gate_up, 0, i * rows, count), 2, -1)
        by_product = torch.matmul(by_out, t[at + 6])
        active = torch.silu(gate)
        by_gate_up = torch.empty([count, gate_up.size(1)], dtype=by.dtype, device=by.device)
        by_gate, by_up = torch.chunk(by_gate_up, 2, -1)
        torch.mul(by_product, active, out=by_up)
        torch.silu_backward(torch.mul_(by_product, up), gate, grad_input=by_gate)
        self.add_product(sums[at + 6], by_out, torch.mul_(active, up))
        self.add_product(sums[at + 5], by_gate_up, torch.rms_norm(x, [self.hidden], t[at + 4], self.eps))
        by_x = self.norm_gradient(x, t[at + 4], torch.matmul(by_gate_up, t[at + 5]), sums[at + 4])
        result.append(torch.add_(by_x, by_out))
    return torch.cat(result)


def layer_gradients(self, t: List[Tensor], layer: int, x: Tensor, inside: List[Tensor], by: Tensor, ids_BP: Tensor, sheets: List[Tensor], geometry: List[Tensor], sums: List[Tensor]) -> Tensor:
    # From the gradient by a layer's outcome to that by its input x.
    at = 1 + 7 * layer
    last = layer == self.layers - 1
    by_middle = self.mlp_gradients(t, at, inside[2], inside[3], by, sums)
    self.add_product(sums[at + 3], by_middle, inside[1])
    by_qkv = torch.flatten(self.attended_gradients(inside[0], torch.matmul(by_middle, t[at + 3]), ids_BP, sheets, geometry, last), 1)
    if sums[at + 2].numel() > 0:
        torch.add_(sums[at + 2], torch.sum(by_qkv, [0]))
    self.add_product(sums[at + 1], by_qkv, torch.rms_norm(x, [self.hidden], t[at], self.eps))
    by_x = self.norm_gradient(x, t[at], torch.matmul(by_qkv, t[at + 1]), sums[at])
    torch.add_(torch.narrow(by_x, 0, by_x.size(0) - by_middle.size(0), by_middle.size(0)), by_middle)
    return by_x


def head_gradients(self, head: Tensor, y: Tensor, target: Tensor, log_p: Tensor, temperature: float, by_log_p: Tensor, by_entropy: Tensor, sum: Tensor) -> Tensor:
    # From gradients by log-probs and entropies of a few rows to those by y; uses up log_p [m, vocabulary]. By a row's
    # logits z: d log p(target) = onehot - p, d entropy = -p (log p + entropy); z is divided by the temperature.
    by_log_p = torch.unsqueeze(by_log_p, 1)
    if bool(torch.any(by_entropy)):
        p = torch.exp(log_p)
        entropy = torch.neg(torch.sum(torch.mul(p, log_p), [-1], True))
        by_z = torch.mul_(torch.add_(log_p, entropy), torch.unsqueeze(by_entropy, 1))
        by_z = torch.mul_(torch.neg_(torch.add_(by_z, by_log_p)), p)
    else:
        by_z = torch.mul_(torch.exp_(log_p), torch.neg(by_log_p))
    by_z = torch.scatter_add_(by_z, 1, torch.unsqueeze(target, 1), by_log_p)
    if temperature != 1.0:
        by_z = torch.div_(by_z, temperature)
    self.add_product(sum, by_z, y.to(6))
    return torch.matmul(by_z.to(head.dtype), head)


def decoder_gradients(self, t: List[Tensor], kept: List[Tensor], by_y_MH: Tensor, ids_BP: Tensor, slot: Tensor, sheets: List[Tensor], pick_M: Tensor, geometry: List[Tensor], sums: List[Tensor]) -> Tensor:
    # From the gradient by the scored rows before the final norm to that by the prefixes' first rows, [B * P, H]. Lets go
    # of what was kept as it goes.
    width = len(kept) // self.layers
    branches = 0
    for sheet in sheets:
        branches += sheet.numel()
    by = torch.index_add_(torch.zeros([branches, self.hidden], dtype=by_y_MH.dtype, device=by_y_MH.device), 0, pick_M, by_y_MH)
    for i in range(self.layers):
        layer = self.layers - 1 - i
        x = kept[layer * width]
        if width > 1:
            inside = kept[layer * width + 1:(layer + 1) * width]
        else:
            inside = self.layer_inside(t, layer, x, ids_BP, sheets, geometry)
        for w in range(width):
            kept[layer * width + w] = by
        by = self.layer_gradients(t, layer, x, inside, by, ids_BP, sheets, geometry, sums)
    prefix = torch.narrow(by, 0, 0, ids_BP.numel())
    if sums[0].numel() > 0:
        # Where an image stands, its feature does, not an embedding.
        self.add_rows(sums[0], torch.flatten(ids_BP), torch.index_fill(prefix, 0, slot, 0.0))
        at = ids_BP.numel()
        for sheet in sheets:
            self.add_rows(sums[0], torch.flatten(sheet), torch.narrow(by, 0, at, sheet.numel()))
            at += sheet.numel()
    return prefix


def leaf(self, kept: Tensor) -> Tensor:
    return torch.requires_grad_(torch.detach(kept))


def vision_gradients(self, v: List[Tensor], kept: List[Tensor], by_features: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> List[Tensor]:
    # A gradient for each of v; kept is what goes into each block, then into the merger.
    cos, sin = self.vision_rope(position_N2)
    result: List[Tensor] = []
    for weight in v:
        result.append(by_features)
    x = self.leaf(kept[self.vision_depth])
    at = 1 + 10 * self.vision_depth
    inputs = [x]
    inputs.extend(v[at:])
    by = self.found([self.vision_merger(v, x)], [by_features], inputs)
    for w in range(5):
        result[at + w] = by[1 + w]
    by_x = by[0]
    for i in range(self.vision_depth):
        layer = self.vision_depth - 1 - i
        at = 1 + 10 * layer
        kept[layer + 1] = by_features
        x = self.leaf(kept[layer])
        inputs = [x]
        inputs.extend(v[at:at + 10])
        by = self.found([self.vision_layer(v, layer, x, cos, sin, whole, whole_restore, window, window_restore)], [by_x], inputs)
        by_x = by[0]
        for w in range(10):
            result[at + w] = by[1 + w]
    result[0] = torch.matmul(torch.transpose(by_x, 0, 1), patches.to(v[0].dtype))
    return result
