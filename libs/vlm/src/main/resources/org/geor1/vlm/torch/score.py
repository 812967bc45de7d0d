# Teacher-forced log-probabilities of completions that share their prompts: the trainer's forward.


def first_rows(self, embedding: Tensor, ids_BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, sheets: List[Tensor]) -> Tensor:
    # All tokens of a pass, one row each: the prefixes [B, P], then sheet after sheet of branches [B, G, R] of like
    # length. What is done token by token is done to all N of them at once; attention alone tells them apart.
    rows = [torch.flatten(self.embed_prefix([embedding], ids_BP, features, slot, feature), 0, 1)]
    for sheet in sheets:
        rows.append(torch.embedding(embedding, torch.flatten(sheet)))
    return torch.cat(rows)


def row_geometry(self, ids_BP: Tensor, position_3BP: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], like: Tensor) -> List[Tensor]:
    # What every layer takes besides its input: rotations [N, 1, D], and what a branch must not see of its prompt and of
    # itself.
    longest = 0
    positions = [torch.flatten(position_3BP, 1)]
    for sheet in sheets:
        B, G, R = sheet.size(0), sheet.size(1), sheet.size(2)
        longest = max(longest, R)
        step = torch.reshape(torch.arange(R, device=like.device), [1, 1, R])
        position = torch.add(torch.sub(torch.reshape(base_B, [B, 1, 1]), 1), step)
        positions.append(torch.reshape(torch.expand(torch.unsqueeze(position, 0), [3, B, G, R]), [3, B * G * R]))
    cos, sin = self.decoder_rope(torch.cat(positions, 1))
    return [
        torch.unsqueeze(cos, 1).to(like.dtype), torch.unsqueeze(sin, 1).to(like.dtype),
        self.padding_bias(length_B, ids_BP.size(1), like), self.future_bias(0, longest, like)]


def future_bias(self, start: int, count: int, like: Tensor) -> Tensor:
    # [count, start + count]: -inf on what comes after token start + row.
    return torch.triu(torch.full([count, start + count], float("-inf"), dtype=like.dtype, device=like.device), start + 1)


def attention_pieces(self, prompts: int, branches: int, rows: int, seen: int) -> List[int]:
    # How many prompts, branches and rows attend at a time, so that their scores stay in the processor's cache.
    row = self.heads * seen
    fit = self.attention_scores // (row * rows)
    if fit >= branches:
        return [min(prompts, fit // branches), branches, rows]
    if fit >= 1:
        return [1, fit, rows]
    # Pieces of like size.
    pieces = max(1, min(rows // 16, (row * rows + self.attention_scores - 1) // self.attention_scores))
    return [1, 1, (rows + pieces - 1) // pieces]


def prefix_keys(self, qkv: Tensor, ids_BP: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, K, P, D] both, of qkv [N, heads + 2 K, D].
    B, P = ids_BP.size(0), ids_BP.size(1)
    kv = torch.narrow(torch.narrow(qkv, 0, 0, B * P), 1, self.heads, 2 * self.kv_heads)
    kv = torch.contiguous(torch.permute(torch.unflatten(torch.unflatten(kv, 0, [B, P]), 2, [2, self.kv_heads]), [2, 0, 3, 1, 4]))
    return kv[0], kv[1]


def attended_prefix(self, qkv: Tensor, ids_BP: Tensor, k: Tensor, v: Tensor) -> Tensor:
    # As the engine's prefill does it. Prompts are padded on the right, where no real token looks.
    B, P = ids_BP.size(0), ids_BP.size(1)
    q = torch.unflatten(torch.narrow(torch.narrow(qkv, 0, 0, B * P), 1, 0, self.heads), 0, [B, P])
    repeat = self.heads // self.kv_heads
    o = torch.scaled_dot_product_attention(
        torch.transpose(q, 1, 2), torch.repeat_interleave(k, repeat, 1), torch.repeat_interleave(v, repeat, 1), None, 0.0, True)
    return torch.flatten(torch.flatten(torch.transpose(o, 1, 2), 2), 0, 1)


def sheet_piece(self, own: Tensor, piece: List[int], from_head: int, heads: int) -> Tensor:
    # own [B, G, R, ...]; piece: from which prompt, branch and row on, and how many of each.
    x = torch.narrow(torch.narrow(torch.narrow(own, 0, piece[0], piece[3]), 1, piece[1], piece[4]), 2, piece[2], piece[5])
    return torch.narrow(x, 3, from_head, heads)


def pieces_of(self, B: int, G: int, R: int, seen: int) -> List[List[int]]:
    size = self.attention_pieces(B, G, R, seen)
    result: List[List[int]] = []
    for b in range((B + size[0] - 1) // size[0]):
        for g in range((G + size[1] - 1) // size[1]):
            for r in range((R + size[2] - 1) // size[2]):
                at = [b * size[0], g * size[1], r * size[2]]
                result.append([at[0], at[1], at[2], min(size[0], B - at[0]), min(size[1], G - at[1]), min(size[2], R - at[2])])
    return result


def seen_by(self, piece: List[int]) -> List[int]:
    # The rows of the same branches up to the piece's last.
    return [piece[0], piece[1], 0, piece[3], piece[4], piece[2] + piece[5]]


def own_keys(self, own: Tensor, piece: List[int], first: int) -> Tensor:
    # [B, K, G, S, D]
    return torch.permute(self.sheet_piece(own, self.seen_by(piece), first, self.kv_heads), [0, 3, 1, 2, 4])


def piece_bias(self, future: Tensor, piece: List[int]) -> Tensor:
    return torch.narrow(torch.narrow(future, 0, piece[2], piece[5]), 1, 0, piece[2] + piece[5])


def attended_sheet(self, own: Tensor, prefix_k: Tensor, prefix_v: Tensor, padding_bias: Tensor, future: Tensor) -> Tensor:
    # own [B, G, R, heads + 2 K, D] -> [B * G * R, heads * D]
    B, G, R = own.size(0), own.size(1), own.size(2)
    o = torch.empty([B, G, R, self.heads * self.head_dim], dtype=own.dtype, device=own.device)
    for piece in self.pieces_of(B, G, R, prefix_k.size(2) + R):
        found = self.branch_attention(
            self.sheet_piece(own, piece, 0, self.heads),
            torch.narrow(prefix_k, 0, piece[0], piece[3]), torch.narrow(prefix_v, 0, piece[0], piece[3]),
            torch.narrow(padding_bias, 0, piece[0], piece[3]),
            self.own_keys(own, piece, self.heads), self.own_keys(own, piece, self.heads + self.kv_heads),
            self.piece_bias(future, piece))
        torch.copy_(self.sheet_piece(o, piece, 0, self.heads * self.head_dim), found)
    return torch.flatten(o, 0, 2)


def attended_rows(self, qkv: Tensor, ids_BP: Tensor, sheets: List[Tensor], geometry: List[Tensor], last: bool) -> Tensor:
    # [N, heads * D]; in the last layer of the branches alone, since nothing reads the prefixes behind it.
    k, v = self.prefix_keys(qkv, ids_BP)
    rows: List[Tensor] = []
    if not last:
        rows.append(self.attended_prefix(qkv, ids_BP, k, v))
    at = ids_BP.numel()
    for sheet in sheets:
        own = torch.unflatten(torch.narrow(qkv, 0, at, sheet.numel()), 0, sheet.size())
        rows.append(self.attended_sheet(own, k, v, geometry[2], geometry[3]))
        at += sheet.numel()
    return torch.cat(rows)


def layer_inside(self, t: List[Tensor], layer: int, x: Tensor, ids_BP: Tensor, sheets: List[Tensor], geometry: List[Tensor]) -> List[Tensor]:
    # Everything of a layer that its gradients need: rotated qkv [N, heads + 2 K, D], what attention gives, the sum
    # behind it, and gate and up.
    at = 1 + 7 * layer
    h = torch.rms_norm(x, [self.hidden], t[at], self.eps)
    qkv = torch.unflatten(self.dense(h, t[at + 1], t[at + 2]), -1, [self.heads + 2 * self.kv_heads, self.head_dim])
    qk = torch.narrow(qkv, 1, 0, self.heads + self.kv_heads)
    turned = torch.mul(self.rotate_half(qk), geometry[1])
    torch.add_(torch.mul_(qk, geometry[0]), turned)
    last = layer == self.layers - 1
    attended = self.attended_rows(qkv, ids_BP, sheets, geometry, last)
    if last:
        x = torch.narrow(x, 0, ids_BP.numel(), attended.size(0))
    middle = torch.add(x, self.dense(attended, t[at + 3], None))
    h = torch.rms_norm(middle, [self.hidden], t[at + 4], self.eps)
    return [qkv, attended, middle, self.dense(h, t[at + 5], None)]


def layer_outcome(self, t: List[Tensor], layer: int, inside: List[Tensor]) -> Tensor:
    gate, up = torch.chunk(inside[3], 2, -1)
    return torch.add(inside[2], self.dense(torch.mul(torch.silu(gate), up), t[7 + 7 * layer], None))


def decoder_rows(self, t: List[Tensor], ids_BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, sheets: List[Tensor], geometry: List[Tensor], keep: int, kept: List[Tensor]) -> Tensor:
    # What the last layer gives for each token of the branches. Adds to kept what goes into each layer (keep 1), or that
    # and its inside (keep 2), or nothing.
    x = self.first_rows(t[0], ids_BP, features, slot, feature, sheets)
    for layer in range(self.layers):
        if keep > 0:
            kept.append(x)
        inside = self.layer_inside(t, layer, x, ids_BP, sheets, geometry)
        if keep > 1:
            kept.extend(inside)
        x = self.layer_outcome(t, layer, inside)
    return x


def final_rows(self, t: List[Tensor], x: Tensor) -> Tensor:
    return torch.rms_norm(x, [self.hidden], t[1 + 7 * self.layers], self.eps)


def target_log_probs(self, head: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, rows: int) -> Tuple[Tensor, Tensor, Tensor]:
    # log p(target) and entropy of each of M rows, and whether the target is its likeliest token; for so many rows at a
    # time: [M, vocabulary] never exists.
    log_ps: List[Tensor] = []
    entropies: List[Tensor] = []
    hits: List[Tensor] = []
    for i in range((target_M.size(0) + rows - 1) // rows):
        target = target_M[i * rows:(i + 1) * rows]
        logits = torch.div(self.dense(y_MH[i * rows:(i + 1) * rows], head, None).to(6), temperature)
        log_p = torch.log_softmax(logits, -1)
        log_ps.append(torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(target, 1)), 1))
        entropies.append(torch.neg(torch.sum(torch.mul(torch.exp(log_p), log_p), [-1])))
        hits.append(torch.eq(torch.argmax(log_p, -1), target))
    return torch.cat(log_ps), torch.cat(entropies), torch.cat(hits)


def score(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # pick_M are rows of the branches; what stands there predicts target_M.
    geometry = self.row_geometry(ids_BP, position_3BP, length_B, base_B, sheets, t[0])
    kept: List[Tensor] = []
    y = torch.index_select(self.decoder_rows(t, ids_BP, features, slot, feature, sheets, geometry, 0, kept), 0, pick_M)
    return self.target_log_probs(t[2 + 7 * self.layers], self.final_rows(t, y), target_M, float(temperature), int(rows))
