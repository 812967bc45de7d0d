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


def add_attention_gradients(self, own: Tensor, by_o: Tensor, by_own: Tensor, prefix_k: Tensor, prefix_v: Tensor, by_prefix_k: Tensor, by_prefix_v: Tensor, padding_bias: Tensor, future: Tensor) -> Tensor:
    # Of a sheet's attention, piece after piece with its probabilities computed again. own and by_own
    # [B, G, R, heads + 2 K, D], by_o [B, G, R, heads, D]; by_own and by_prefix_k, by_prefix_v [B, K, P, D] collect.
    B, G, R = own.size(0), own.size(1), own.size(2)
    P = prefix_k.size(2)
    repeat = self.heads // self.kv_heads
    for piece in self.pieces_of(B, G, R, P + R):
        seen = self.seen_by(piece)
        b, g, r, S = piece[3], piece[4], piece[5], seen[5]
        keys = torch.narrow(prefix_k, 0, piece[0], b)
        values = torch.narrow(prefix_v, 0, piece[0], b)
        own_k = self.own_keys(own, piece, self.heads)
        own_v = self.own_keys(own, piece, self.heads + self.kv_heads)
        q = self.by_key_head(torch.mul(self.sheet_piece(own, piece, 0, self.heads), self.scale))
        p = self.branch_probabilities(q, keys, torch.narrow(padding_bias, 0, piece[0], b), own_k, self.piece_bias(future, piece))
        by = self.by_key_head(self.sheet_piece(by_o, piece, 0, self.heads))  # [B, K, G, repeat, R, D]
        by_p = torch.cat([
            torch.reshape(torch.matmul(torch.flatten(by, 2, 4), torch.transpose(values, 2, 3)), [b, self.kv_heads, g, repeat, r, P]),
            torch.reshape(torch.matmul(torch.flatten(by, 3, 4), torch.transpose(own_v, 3, 4)), [b, self.kv_heads, g, repeat, r, S])], -1)
        scores = torch._softmax_backward_data(by_p.to(6), p, -1, 6).to(q.dtype)
        p = p.to(q.dtype)
        shared = [b, self.kv_heads, g * repeat * r, P]
        single = [b, self.kv_heads, g, repeat * r, S]
        p_shared = torch.reshape(torch.narrow(p, -1, 0, P), shared)
        p_own = torch.reshape(torch.narrow(p, -1, P, S), single)
        s_shared = torch.reshape(torch.narrow(scores, -1, 0, P), shared)
        s_own = torch.reshape(torch.narrow(scores, -1, P, S), single)
        self.add_part(by_prefix_v, piece, torch.matmul(torch.transpose(p_shared, 2, 3), torch.flatten(by, 2, 4)))
        self.add_part(by_prefix_k, piece, torch.matmul(torch.transpose(s_shared, 2, 3), torch.flatten(q, 2, 4)))
        by_own_v = torch.permute(torch.matmul(torch.transpose(p_own, 3, 4), torch.flatten(by, 3, 4)), [0, 2, 3, 1, 4])
        by_own_k = torch.permute(torch.matmul(torch.transpose(s_own, 3, 4), torch.flatten(q, 3, 4)), [0, 2, 3, 1, 4])
        torch.add_(self.sheet_piece(by_own, seen, self.heads + self.kv_heads, self.kv_heads), by_own_v)
        torch.add_(self.sheet_piece(by_own, seen, self.heads, self.kv_heads), by_own_k)
        by_q = torch.reshape(torch.matmul(s_shared, keys), [b, self.kv_heads, g, repeat, r, self.head_dim])
        by_q = torch.add_(by_q, torch.reshape(torch.matmul(s_own, own_k), [b, self.kv_heads, g, repeat, r, self.head_dim]))
        by_q = torch.flatten(torch.permute(torch.mul_(by_q, self.scale), [0, 2, 4, 1, 3, 5]), 3, 4)
        torch.copy_(self.sheet_piece(by_own, piece, 0, self.heads), by_q)
    return by_own


def add_part(self, sum: Tensor, piece: List[int], part: Tensor) -> Tensor:
    return torch.add_(torch.narrow(sum, 0, piece[0], piece[3]), part)


def add_prefix_gradients(self, q: Tensor, by_o: Tensor, by_q: Tensor, k: Tensor, v: Tensor, by_k: Tensor, by_v: Tensor) -> Tensor:
    # Of the prefixes' causal attention: q, by_o and by_q [B, P, heads, D]; k, v, by_k and by_v [B, K, P, D].
    B, P = q.size(0), q.size(1)
    repeat = self.heads // self.kv_heads
    for piece in self.pieces_of(B, 1, P, P):
        b, start, r = piece[3], piece[2], piece[5]
        seen = start + r
        keys = torch.narrow(torch.narrow(k, 0, piece[0], b), 2, 0, seen)
        values = torch.narrow(torch.narrow(v, 0, piece[0], b), 2, 0, seen)
        rows = self.prefix_piece(torch.mul(self.prefix_rows(q, piece), self.scale))
        by = self.prefix_piece(self.prefix_rows(by_o, piece))  # [B, K, repeat * r, D]
        s = torch.unflatten(torch.matmul(rows, torch.transpose(keys, 2, 3)), 2, [repeat, r])
        s = torch.add_(s, self.future_bias(start, r, rows))
        p = torch.flatten(torch.softmax(s, -1, 6), 2, 3)
        by_p = torch.matmul(by, torch.transpose(values, 2, 3))
        scores = torch._softmax_backward_data(by_p.to(6), p, -1, 6).to(q.dtype)
        p = p.to(q.dtype)
        torch.add_(torch.narrow(torch.narrow(by_v, 0, piece[0], b), 2, 0, seen), torch.matmul(torch.transpose(p, 2, 3), by))
        torch.add_(torch.narrow(torch.narrow(by_k, 0, piece[0], b), 2, 0, seen), torch.matmul(torch.transpose(scores, 2, 3), rows))
        found = torch.unflatten(torch.mul_(torch.matmul(scores, keys), self.scale), 2, [repeat, r])
        torch.copy_(self.prefix_rows(by_q, piece), torch.flatten(torch.permute(found, [0, 3, 1, 2, 4]), 2, 3))
    return by_q


def prefix_rows(self, x: Tensor, piece: List[int]) -> Tensor:
    return torch.narrow(torch.narrow(x, 0, piece[0], piece[3]), 1, piece[2], piece[5])


def prefix_piece(self, x: Tensor) -> Tensor:
    # [B, r, heads, D] -> [B, K, repeat * r, D]
    x = torch.unflatten(x, 2, [self.kv_heads, self.heads // self.kv_heads])
    return torch.flatten(torch.permute(x, [0, 2, 3, 1, 4]), 2, 3)


def attended_gradients(self, qkv: Tensor, by_o: Tensor, ids_BP: Tensor, sheets: List[Tensor], geometry: List[Tensor], last: bool) -> Tensor:
    # Those of attended_rows, before its rotation: like qkv [N, heads + 2 K, D].
    B, P = ids_BP.size(0), ids_BP.size(1)
    by_o = torch.unflatten(by_o, -1, [self.heads, self.head_dim])
    by = torch.zeros_like(qkv)
    k, v = self.prefix_keys(qkv, ids_BP)
    by_k = torch.zeros_like(k)
    by_v = torch.zeros_like(v)
    at = B * P
    behind = at
    if last:
        behind = 0
    for sheet in sheets:
        rows = sheet.numel()
        self.add_attention_gradients(
            torch.unflatten(torch.narrow(qkv, 0, at, rows), 0, sheet.size()),
            torch.unflatten(torch.narrow(by_o, 0, behind, rows), 0, sheet.size()),
            torch.unflatten(torch.narrow(by, 0, at, rows), 0, sheet.size()),
            k, v, by_k, by_v, geometry[2], geometry[3])
        at += rows
        behind += rows
    prefix = torch.unflatten(torch.narrow(by, 0, 0, B * P), 0, [B, P])
    if not last:
        q = torch.narrow(torch.unflatten(torch.narrow(qkv, 0, 0, B * P), 0, [B, P]), 2, 0, self.heads)
        by_prefix = torch.unflatten(torch.narrow(by_o, 0, 0, B * P), 0, [B, P])
        self.add_prefix_gradients(q, by_prefix, torch.narrow(prefix, 2, 0, self.heads), k, v, by_k, by_v)
    torch.copy_(torch.narrow(prefix, 2, self.heads, self.kv_heads), torch.transpose(by_k, 1, 2))
    torch.copy_(torch.narrow(prefix, 2, self.heads + self.kv_heads, self.kv_heads), torch.transpose(by_v, 1, 2))
    by_qk = torch.narrow(by, 1, 0, self.heads + self.kv_heads)
    turned = self.rotate_half(torch.mul(by_qk, geometry[1]))
    torch.sub_(torch.mul_(by_qk, geometry[0]), turned)
    return by


def layer_gradients(self, t: List[Tensor], layer: int, x: Tensor, inside: List[Tensor], by: Tensor, ids_BP: Tensor, sheets: List[Tensor], geometry: List[Tensor], sums: List[Tensor]) -> Tensor:
    # From the gradient by a layer's outcome to that by its input x.
    at = 1 + 7 * layer
    last = layer == self.layers - 1
    middle = inside[2]
    gate, up = torch.chunk(inside[3], 2, -1)
    active = torch.silu(gate)
    self.add_product(sums[at + 6], by, torch.mul(active, up))
    by_product = torch.matmul(by, t[at + 6])
    by_gate_up = torch.cat([torch.silu_backward(torch.mul(by_product, up), gate), torch.mul(by_product, active)], -1)
    self.add_product(sums[at + 5], by_gate_up, torch.rms_norm(middle, [self.hidden], t[at + 4], self.eps))
    by_middle = torch.add(by, self.norm_gradient(middle, t[at + 4], torch.matmul(by_gate_up, t[at + 5]), sums[at + 4]))
    self.add_product(sums[at + 3], by_middle, inside[1])
    by_qkv = torch.flatten(self.attended_gradients(inside[0], torch.matmul(by_middle, t[at + 3]), ids_BP, sheets, geometry, last), 1)
    if sums[at + 2].numel() > 0:
        torch.add_(sums[at + 2], torch.sum(by_qkv, [0]))
    self.add_product(sums[at + 1], by_qkv, torch.rms_norm(x, [self.hidden], t[at], self.eps))
    by_x = self.norm_gradient(x, t[at], torch.matmul(by_qkv, t[at + 1]), sums[at])
    torch.add_(torch.narrow(by_x, 0, by_x.size(0) - by_middle.size(0), by_middle.size(0)), by_middle)
    return by_x


def head_gradients(self, head: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, rows: int, by_log_p_M: Tensor, by_entropy_M: Tensor, sum: Tensor) -> Tensor:
    # From gradients by log-probs and entropies to those by y, with the logits computed again, so many rows at a time. By
    # a row's logits z: d log p(target) = onehot - p, d entropy = -p (log p + entropy); z is divided by the temperature.
    # The head's is summed in fp32 whatever its type.
    total = sum
    if sum.dtype != 6:
        total = torch.zeros_like(sum, dtype=6)
    by_y: List[Tensor] = []
    for i in range((target_M.size(0) + rows - 1) // rows):
        y = y_MH[i * rows:(i + 1) * rows]
        by_log_p = torch.unsqueeze(by_log_p_M[i * rows:(i + 1) * rows], 1)
        by_entropy = torch.unsqueeze(by_entropy_M[i * rows:(i + 1) * rows], 1)
        log_p = torch.log_softmax(torch.div(self.dense(y, head, None).to(6), temperature), -1)
        p = torch.exp(log_p)
        entropy = torch.neg(torch.sum(torch.mul(p, log_p), [-1], True))
        log_p = torch.add_(torch.mul_(torch.add_(log_p, entropy), by_entropy), by_log_p)
        by_z = torch.neg_(torch.mul_(p, log_p))
        by_z = torch.scatter_add_(by_z, 1, torch.unsqueeze(target_M[i * rows:(i + 1) * rows], 1), by_log_p)
        by_z = torch.div_(by_z, temperature)
        by_y.append(torch.matmul(by_z.to(head.dtype), head))
        self.add_product(total, by_z, y.to(6))
    if sum.dtype != 6 and sum.numel() > 0:
        torch.add_(sum, total.to(sum.dtype))
    return torch.cat(by_y)


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


def found(self, outputs: List[Tensor], by_outputs: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    given: List[Optional[Tensor]] = []
    for gradient in by_outputs:
        given.append(gradient)
    maybe = torch.grad(outputs, inputs, given, None, False, True)
    result: List[Tensor] = []
    for i in range(len(inputs)):
        gradient = maybe[i]
        if gradient is None:
            result.append(torch.zeros_like(inputs[i]))
        else:
            result.append(gradient)
    return result


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
