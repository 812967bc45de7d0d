# Teacher-forced log-probabilities of completions that share their prompts: the trainer's forward pass. It calls the
# decoder's functions (decoder.py of libs/vlm), whose letters and weights it shares.


class BranchBatch(NamedTuple):
    # pick_M are rows of the branches; the output there predicts target_M.
    prompts: PromptBatch
    buckets: List[Tensor]
    pick_M: Tensor
    target_M: Tensor


class Geometry(NamedTuple):
    # Shared by all layers: rotations [N, 1, D], and the masks of a branch over its prompt and over itself.
    cos: Tensor
    sin: Tensor
    padding_bias: Tensor
    future_bias: Tensor


class AttentionPiece(NamedTuple):
    # Rows that attend at a time: first prompt, branch and row, and how many of each.
    prompt: int
    branch: int
    row: int
    prompts: int
    branches: int
    rows: int


class LayerInside(NamedTuple):
    # What the backward pass needs of a layer: rotated qkv [N, heads + 2 K, D], the output of attention, the residual sum
    # after it, and gate and up.
    qkv: Tensor
    attended: Tensor
    middle: Tensor
    gate_up: Tensor


def branch_batch(self, prompts: List[Tensor], buckets: List[Tensor], scored: List[Tensor]) -> BranchBatch:
    # In the order of BranchBatch.scored.
    return BranchBatch(self.prompt_batch(prompts), buckets, scored[0], scored[1])


def first_rows(self, embedding: Tensor, batch: BranchBatch, features: Tensor) -> Tensor:
    # All tokens of a pass, one row each: the prefixes [B, P], then the buckets of branches [B, G, R] of similar length.
    # Token-wise operations run on all N rows at once; only attention treats them differently.
    prompts = batch.prompts
    rows = [torch.flatten(self.embed_prefix(embedding, prompts.ids_BP, features, prompts.slot, prompts.feature), 0, 1)]
    for bucket in batch.buckets:
        rows.append(torch.embedding(embedding, torch.flatten(bucket)))
    return torch.cat(rows)


def row_geometry(self, batch: BranchBatch, like: Tensor) -> Geometry:
    prompts = batch.prompts
    longest = 0
    positions = [torch.flatten(prompts.position_3BP, 1)]
    for bucket in batch.buckets:
        B, G, R = bucket.size(0), bucket.size(1), bucket.size(2)
        longest = max(longest, R)
        step = torch.reshape(torch.arange(R, device=like.device), [1, 1, R])
        position = torch.add(torch.sub(torch.reshape(prompts.base_B, [B, 1, 1]), 1), step)
        positions.append(torch.reshape(torch.expand(torch.unsqueeze(position, 0), [3, B, G, R]), [3, B * G * R]))
    cos, sin = self.decoder_rope(torch.cat(positions, 1))
    return Geometry(
        torch.unsqueeze(cos, 1).to(like.dtype), torch.unsqueeze(sin, 1).to(like.dtype),
        self.padding_bias(prompts.length_B, prompts.ids_BP.size(1), like), self.future_bias(0, longest, like))


def padding_bias(self, length_B: Tensor, P: int, like: Tensor) -> Tensor:
    # [B K, 1, P]: 0 on a prompt's own prefix, -inf on its padding. A single prompt has none.
    seen = torch.lt(torch.unsqueeze(torch.arange(P, device=length_B.device), 0), torch.unsqueeze(length_B, 1))
    bias = torch.masked_fill(torch.zeros_like(seen, dtype=6), torch.bitwise_not(seen), float("-inf"))
    return torch.unsqueeze(torch.repeat_interleave(bias, self.kv_heads, 0), 1).to(like.dtype)


def future_bias(self, start: int, count: int, like: Tensor) -> Tensor:
    # [count, start + count]: -inf on what comes after token start + row.
    return torch.triu(torch.full([count, start + count], float("-inf"), dtype=like.dtype, device=like.device), start + 1)


def attention_pieces(self, prompts: int, branches: int, rows: int, seen: int, scores: int) -> List[AttentionPiece]:
    # Pieces small enough that their scores stay in the processor's cache.
    row = self.heads * seen
    fit = scores // (row * rows)
    size = [1, min(branches, max(1, fit)), rows]
    if fit >= branches:
        size[0] = min(prompts, fit // branches)
    if fit == 0:
        # Of equal size, and large enough that a product is worth its call.
        parts = max(1, min(rows // 16, (row * rows + scores - 1) // scores))
        size[2] = (rows + parts - 1) // parts
    result: List[AttentionPiece] = []
    for b in range((prompts + size[0] - 1) // size[0]):
        for g in range((branches + size[1] - 1) // size[1]):
            for r in range((rows + size[2] - 1) // size[2]):
                prompt, branch, first = b * size[0], g * size[1], r * size[2]
                result.append(AttentionPiece(
                    prompt, branch, first, min(size[0], prompts - prompt), min(size[1], branches - branch), min(size[2], rows - first)))
    return result


def part(self, x: Tensor, dim: int, start: int, count: int) -> Tensor:
    if count == x.size(dim):
        return x
    return torch.narrow(x, dim, start, count)


def by_key_head(self, x: Tensor, heads: int) -> Tensor:
    # [B, G, R, heads, D] -> [B K, G, heads / K, R, D], contiguous.
    x = torch.permute(torch.unflatten(x, 3, [self.kv_heads, heads // self.kv_heads]), [0, 3, 1, 4, 2, 5])
    return torch.flatten(torch.contiguous(x), 0, 1)


def by_row(self, x: Tensor) -> Tensor:
    # The other way round: [B K, G, heads / K, R, D] -> [B, G, R, heads, D], not contiguous where K > 1.
    x = torch.permute(torch.unflatten(x, 0, [-1, self.kv_heads]), [0, 2, 4, 1, 3, 5])
    return torch.flatten(x, 3, 4)


def piece_of(self, x: Tensor, piece: AttentionPiece) -> Tensor:
    # Of [B K, G, heads / K, R, D].
    return self.part(self.part(self.prompts_of(x, piece), 1, piece.branch, piece.branches), 3, piece.row, piece.rows)


def own_keys(self, x: Tensor, piece: AttentionPiece) -> Tensor:
    # Of a branch's own [B K, G, 1, R, D]: those up to the piece's last row, [b K, g, S, D].
    x = self.part(self.prompts_of(x, piece), 1, piece.branch, piece.branches)
    return torch.squeeze(self.part(x, 3, 0, piece.row + piece.rows), 2)


def keys_of(self, prefix: Tensor, own: Tensor, piece: AttentionPiece) -> Tensor:
    # Keys or values that a piece's rows attend to: the prefix [B K, P, D] and a branch's own [B K, G, 1, R, D] up to the
    # piece's last row, [b K g, P + S, D]. The copy is small compared to the scores, and one product serves both.
    own = self.own_keys(own, piece)
    shared = torch.unsqueeze(self.prompts_of(prefix, piece), 1)
    shared = torch.expand(shared, [own.size(0), own.size(1), prefix.size(1), self.head_dim])
    return torch.flatten(torch.cat([shared, own], 2), 0, 1)


def prompts_of(self, x: Tensor, piece: AttentionPiece) -> Tensor:
    # Of [B K, ...].
    return self.part(x, 0, piece.prompt * self.kv_heads, piece.prompts * self.kv_heads)


def piece_rows(self, x: Tensor, piece: AttentionPiece) -> Tensor:
    # Of [B K, G, repeat, R, D]: [b K g, repeat r, D].
    part = self.piece_of(x, piece)
    return torch.reshape(part, [part.size(0) * part.size(1), -1, self.head_dim])


def probabilities(self, q: Tensor, k: Tensor, padding_bias: Tensor, future: Tensor, piece: AttentionPiece, P: int) -> Tensor:
    # Of a piece's rows q [b K g, repeat r, D], scaled, over keys_of: [b K g, repeat r, P + S] in fp32.
    scores = torch.bmm(q, torch.transpose(k, 1, 2))
    g, r, S = piece.branches, piece.rows, k.size(1) - P
    if padding_bias.size(0) > self.kv_heads:
        shared = torch.unflatten(torch.narrow(scores, 2, 0, P), 0, [-1, g])
        torch.add_(shared, torch.unsqueeze(self.prompts_of(padding_bias, piece), 1))
    own = torch.unflatten(torch.narrow(scores, 2, P, S), 1, [-1, r])
    torch.add_(own, self.part(self.part(future, 0, piece.row, r), 1, 0, S))
    return torch.softmax(scores, -1, 6)


def attended_bucket(self, own: Tensor, prefix_k: Tensor, prefix_v: Tensor, padding_bias: Tensor, future: Tensor) -> Tensor:
    # own [B, G, R, heads + 2 K, D], prefix_k and prefix_v [B K, P, D] -> [B * G * R, heads * D]
    B, G, R, P = own.size(0), own.size(1), own.size(2), prefix_k.size(1)
    q = torch.mul(self.by_key_head(torch.narrow(own, 3, 0, self.heads), self.heads), self.scale)
    k = self.by_key_head(torch.narrow(own, 3, self.heads, self.kv_heads), self.kv_heads)
    v = self.by_key_head(torch.narrow(own, 3, self.heads + self.kv_heads, self.kv_heads), self.kv_heads)
    o = torch.empty_like(q)
    for piece in self.attention_pieces(B, G, R, P + R, self.attention_scores):
        p = self.probabilities(self.piece_rows(q, piece), self.keys_of(prefix_k, k, piece), padding_bias, future, piece, P).to(q.dtype)
        # Two sums, as in the engine, so that its log-probs equal the trainer's.
        part = self.piece_of(o, piece)
        shared = torch.flatten(torch.unflatten(torch.narrow(p, 2, 0, P), 0, [-1, piece.branches]), 1, 2)
        found = torch.view(torch.bmm(shared, self.prompts_of(prefix_v, piece)), [p.size(0), p.size(1), self.head_dim])
        own_v = self.own_keys(v, piece)
        found = torch.add_(found, torch.bmm(torch.narrow(p, 2, P, own_v.size(2)), torch.flatten(own_v, 0, 1)))
        torch.copy_(part, torch.view(found, part.size()))
    return torch.flatten(torch.flatten(self.by_row(o), 3, 4), 0, 2)


def prefix_part(self, qkv: Tensor, ids_BP: Tensor, head: int, heads: int) -> Tensor:
    # [B, P, heads, D] of qkv [N, heads + 2 K, D].
    x = torch.narrow(torch.narrow(qkv, 0, 0, ids_BP.numel()), 1, head, heads)
    return torch.unflatten(x, 0, ids_BP.size())


def prefix_keys(self, qkv: Tensor, ids_BP: Tensor, head: int) -> Tensor:
    # Keys or values, [B K, P, D].
    return torch.flatten(torch.contiguous(torch.transpose(self.prefix_part(qkv, ids_BP, head, self.kv_heads), 1, 2)), 0, 1)


def attended_prefix(self, qkv: Tensor, ids_BP: Tensor, k: Tensor, v: Tensor) -> Tensor:
    # As in the engine's prefill. Prompts are padded on the right, which no real token attends to.
    repeat = self.heads // self.kv_heads
    o = torch.scaled_dot_product_attention(
        torch.transpose(self.prefix_part(qkv, ids_BP, 0, self.heads), 1, 2),
        torch.repeat_interleave(torch.unflatten(k, 0, [-1, self.kv_heads]), repeat, 1),
        torch.repeat_interleave(torch.unflatten(v, 0, [-1, self.kv_heads]), repeat, 1), None, 0.0, True)
    return torch.flatten(torch.flatten(torch.transpose(o, 1, 2), 2), 0, 1)


def attended_rows(self, qkv: Tensor, batch: BranchBatch, geometry: Geometry, last: bool) -> Tensor:
    # [N, heads * D]; in the last layer only of the branches, since nothing reads the prefixes after it.
    ids_BP = batch.prompts.ids_BP
    k = self.prefix_keys(qkv, ids_BP, self.heads)
    v = self.prefix_keys(qkv, ids_BP, self.heads + self.kv_heads)
    rows: List[Tensor] = []
    if not last:
        rows.append(self.attended_prefix(qkv, ids_BP, k, v))
    at = ids_BP.numel()
    for bucket in batch.buckets:
        own = torch.unflatten(torch.narrow(qkv, 0, at, bucket.numel()), 0, bucket.size())
        rows.append(self.attended_bucket(own, k, v, geometry.padding_bias, geometry.future_bias))
        at += bucket.numel()
    return torch.cat(rows)


def layer_inside(self, w: LayerWeights, last: bool, x: Tensor, batch: BranchBatch, geometry: Geometry) -> LayerInside:
    h = torch.rms_norm(x, [self.hidden], w.norm, self.eps)
    qkv = torch.unflatten(self.dense(h, w.qkv, w.qkv_bias), -1, [self.heads + 2 * self.kv_heads, self.head_dim])
    qk = torch.narrow(qkv, 1, 0, self.heads + self.kv_heads)
    turned = torch.mul(self.rotate_half(qk), geometry.sin)
    torch.add_(torch.mul_(qk, geometry.cos), turned)
    attended = self.attended_rows(qkv, batch, geometry, last)
    if last:
        x = torch.narrow(x, 0, batch.prompts.ids_BP.numel(), attended.size(0))
    middle = torch.add(x, self.dense(attended, w.out, None))
    h = torch.rms_norm(middle, [self.hidden], w.mlp_norm, self.eps)
    return LayerInside(qkv, attended, middle, self.dense(h, w.gate_up, None))


def layer_outcome(self, w: LayerWeights, inside: LayerInside) -> Tensor:
    gate, up = torch.chunk(inside.gate_up, 2, -1)
    return torch.add(inside.middle, self.dense(torch.mul_(torch.silu(gate), up), w.down, None))


def is_last(self, layer: int) -> bool:
    return layer == self.layers - 1


def decoder_rows(self, t: List[Tensor], batch: BranchBatch, features: Tensor, geometry: Geometry, keep: int, inputs: List[Tensor], insides: List[LayerInside]) -> Tensor:
    # The last layer's output for each token of the branches. Saves the input of each layer (keep 1), and also its inside
    # (keep 2), or nothing (keep 0).
    x = self.first_rows(self.embedding(t), batch, features)
    for layer in range(self.layers):
        if keep > 0:
            inputs.append(x)
        w = self.layer_weights(t, layer)
        inside = self.layer_inside(w, self.is_last(layer), x, batch, geometry)
        if keep > 1:
            insides.append(inside)
        x = self.layer_outcome(w, inside)
    return x


def final_rows(self, t: List[Tensor], x: Tensor) -> Tensor:
    return torch.rms_norm(x, [self.hidden], self.final_norm(t), self.eps)


def logits(self, head: Tensor, y: Tensor, temperature: float) -> Tensor:
    z = self.dense(y, head, None).to(6)
    if temperature != 1.0:
        z = torch.div_(z, temperature)
    return z


def vocabulary_log_probs(self, head: Tensor, y: Tensor, temperature: float) -> Tensor:
    return torch.log_softmax(self.logits(head, y, temperature), -1)


def of_targets(self, log_p: Tensor, target: Tensor) -> List[Tensor]:
    # log p(target) and entropy of each row of [m, vocabulary], and whether the target is the likeliest token.
    chosen = torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(target, 1)), 1)
    entropy = torch.neg(torch.sum(torch.mul_(torch.exp(log_p), log_p), [-1]))
    return [chosen, entropy, torch.eq(chosen, torch.amax(log_p, [-1]))]


def joined(self, pieces: List[List[Tensor]]) -> List[Tensor]:
    result: List[Tensor] = []
    for i in range(len(pieces[0])):
        parts: List[Tensor] = []
        for piece in pieces:
            parts.append(piece[i])
        result.append(torch.cat(parts))
    return result


def target_log_probs(self, head: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, rows: int) -> Tuple[Tensor, Tensor, Tensor]:
    # of_targets, some rows at a time: [M, vocabulary] never exists.
    pieces: List[List[Tensor]] = []
    for i in range(0, target_M.size(0), rows):
        log_p = self.vocabulary_log_probs(head, y_MH[i:i + rows], temperature)
        pieces.append(self.of_targets(log_p, target_M[i:i + rows]))
    log_p, entropy, hit = self.joined(pieces)
    return log_p, entropy, hit


def score(self, t: List[Tensor], prompts: List[Tensor], buckets: List[Tensor], scored: List[Tensor], features: Tensor, temperature: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    batch = self.branch_batch(prompts, buckets, scored)
    geometry = self.row_geometry(batch, self.embedding(t))
    inputs: List[Tensor] = []
    insides: List[LayerInside] = []
    y = torch.index_select(self.decoder_rows(t, batch, features, geometry, 0, inputs, insides), 0, batch.pick_M)
    return self.target_log_probs(self.head(t), self.final_rows(t, y), batch.target_M, float(temperature), int(rows))
