# The decoder's backward pass by hand, from the last layer to the first: the transpose of each step of score.py. grad_x is
# the gradient of the loss with respect to x. Weight gradients are added to their entry of sums, in place; an empty entry
# belongs to a frozen weight.


def without_graph(self, weights: List[Tensor]) -> List[Tensor]:
    # Copies whose results record no graph.
    result: List[Tensor] = []
    for weight in weights:
        result.append(torch.detach(weight))
    return result


def add_product(self, sum: Tensor, grad: Tensor, x: Tensor) -> Tensor:
    # The gradient of a linear layer's weight.
    if sum.numel() > 0:
        torch.addmm_(sum, torch.transpose(grad, 0, 1), x)
    return sum


def add_rows(self, sum: Tensor, place_N: Tensor, rows: Tensor) -> Tensor:
    # Adds each row at its place, in place. A long sum in bf16 loses its later terms, so rows of one place are summed in
    # fp32 first.
    if sum.dtype == 6:
        return torch.index_add_(sum, 0, place_N, rows)
    places, which_N, n = torch._unique2(place_N, True, True, False)
    totals = torch.zeros([places.size(0), rows.size(1)], dtype=6, device=rows.device)
    totals = torch.index_add_(totals, 0, which_N, rows.to(6))
    return torch.index_add_(sum, 0, places, totals.to(sum.dtype))


def norm_gradient(self, x: Tensor, weight: Tensor, grad: Tensor, sum: Tensor) -> Tensor:
    # y = w n with n = x r and r = 1 / sqrt(mean x^2 + eps): dx = r (w dy - n mean(n w dy)), dw = sum of n dy over rows.
    wide = x.to(6)
    r = torch.rsqrt(torch.add(torch.mean(torch.mul(wide, wide), [-1], True), self.eps))
    n = torch.mul(wide, r)
    grad = grad.to(6)
    share = torch.mul(n, grad)
    if sum.numel() > 0:
        torch.add_(sum, torch.sum(share, [0]).to(sum.dtype))
    w = weight.to(6)
    mean = torch.unsqueeze(torch.mv(share, w), 1)
    grad = torch.addcmul(torch.mul(grad, w), n, mean, value=-1.0 / x.size(-1))
    return torch.mul_(grad, r).to(x.dtype)


def bucket_gradients(self, own: Tensor, grad_o: Tensor, prefix_k: Tensor, prefix_v: Tensor, grad_prefix_k: Tensor, grad_prefix_v: Tensor, padding_bias: Tensor, future: Tensor) -> Tensor:
    # Backward of attended_bucket, piece by piece, with probabilities recomputed: grad_own like own [B, G, R, heads + 2 K, D].
    # grad_o [B, G, R, heads, D]; grad_prefix_k and grad_prefix_v [B K, P, D] accumulate.
    B, G, R, P = own.size(0), own.size(1), own.size(2), prefix_k.size(1)
    q = torch.mul(self.by_key_head(torch.narrow(own, 3, 0, self.heads), self.heads), self.scale)
    k = self.by_key_head(torch.narrow(own, 3, self.heads, self.kv_heads), self.kv_heads)
    v = self.by_key_head(torch.narrow(own, 3, self.heads + self.kv_heads, self.kv_heads), self.kv_heads)
    grad_o = self.by_key_head(grad_o, self.heads)
    grad_q = torch.empty_like(q)
    grad_k = torch.zeros_like(k)
    grad_v = torch.zeros_like(v)
    for piece in self.attention_pieces(B, G, R, P + R, self.attention_scores):
        keys, values = self.keys_of(prefix_k, k, piece), self.keys_of(prefix_v, v, piece)
        rows, grad = self.piece_rows(q, piece), self.piece_rows(grad_o, piece)
        p = self.probabilities(rows, keys, padding_bias, future, piece, P)
        scores = torch.bmm(grad, torch.transpose(values, 1, 2))
        scores = torch._softmax_backward_data(scores.to(6), p, -1, 6).to(q.dtype)
        self.add_keys(grad_prefix_v, grad_v, piece, torch.bmm(torch.transpose(p.to(q.dtype), 1, 2), grad))
        self.add_keys(grad_prefix_k, grad_k, piece, torch.bmm(torch.transpose(scores, 1, 2), rows))
        part = self.piece_of(grad_q, piece)
        torch.copy_(part, torch.view(torch.mul_(torch.bmm(scores, keys), self.scale), part.size()))
    return torch.cat([self.by_row(grad_q), self.by_row(grad_k), self.by_row(grad_v)], 3)


def add_keys(self, grad_prefix: Tensor, grad_own: Tensor, piece: AttentionPiece, found: Tensor) -> Tensor:
    # Adds [b K g, P + S, D] where keys_of read from.
    P = grad_prefix.size(1)
    S = found.size(1) - P
    found = torch.unflatten(found, 0, [-1, piece.branches])
    torch.add_(self.prompts_of(grad_prefix, piece), torch.sum(torch.narrow(found, 2, 0, P), [1]))
    return torch.add_(self.own_keys(grad_own, piece), torch.narrow(found, 2, P, S))


def prefix_gradients(self, q: Tensor, grad_o: Tensor, k: Tensor, v: Tensor, grad_k: Tensor, grad_v: Tensor) -> Tensor:
    # Backward of the prefixes' causal attention: grad_q like q [B, P, heads, D]. grad_o is like it; k, v, grad_k and grad_v are [B K, P, D].
    B, P = q.size(0), q.size(1)
    q = torch.mul(self.by_key_head(torch.unsqueeze(q, 1), self.heads), self.scale)
    grad_o = self.by_key_head(torch.unsqueeze(grad_o, 1), self.heads)
    grad_q = torch.empty_like(q)
    # A quarter of the scores at a time: short pieces skip more of the masked future.
    for piece in self.attention_pieces(B, 1, P, P, self.attention_scores // 4):
        seen = piece.row + piece.rows
        rows, grad = self.piece_rows(q, piece), self.piece_rows(grad_o, piece)
        keys = self.part(self.prompts_of(k, piece), 1, 0, seen)
        values = self.part(self.prompts_of(v, piece), 1, 0, seen)
        scores = torch.bmm(rows, torch.transpose(keys, 1, 2))
        torch.add_(torch.unflatten(scores, 1, [-1, piece.rows]), self.future_bias(piece.row, piece.rows, rows))
        p = torch.softmax(scores, -1, 6)
        scores = torch.bmm(grad, torch.transpose(values, 1, 2))
        scores = torch._softmax_backward_data(scores.to(6), p, -1, 6).to(q.dtype)
        torch.add_(self.part(self.prompts_of(grad_v, piece), 1, 0, seen), torch.bmm(torch.transpose(p.to(q.dtype), 1, 2), grad))
        torch.add_(self.part(self.prompts_of(grad_k, piece), 1, 0, seen), torch.bmm(torch.transpose(scores, 1, 2), rows))
        part = self.piece_of(grad_q, piece)
        torch.copy_(part, torch.view(torch.mul_(torch.bmm(scores, keys), self.scale), part.size()))
    return torch.squeeze(self.by_row(grad_q), 1)


def attended_gradients(self, qkv: Tensor, grad_o: Tensor, batch: BranchBatch, geometry: Geometry, last: bool) -> Tensor:
    # Backward of attended_rows and of the rotation before it: like qkv [N, heads + 2 K, D].
    ids_BP = batch.prompts.ids_BP
    grad_o = torch.unflatten(grad_o, -1, [self.heads, self.head_dim])
    k = self.prefix_keys(qkv, ids_BP, self.heads)
    v = self.prefix_keys(qkv, ids_BP, self.heads + self.kv_heads)
    grad = torch.empty_like(qkv)
    # Always fp32: a sum over many pieces in bf16 would lose its later terms.
    grad_k = torch.zeros_like(k, dtype=6)
    grad_v = torch.zeros_like(v, dtype=6)
    at = ids_BP.numel()
    # grad_o has no rows of the prefixes in the last layer.
    ahead = qkv.size(0) - grad_o.size(0)
    for bucket in batch.buckets:
        rows = bucket.numel()
        found = self.bucket_gradients(
            torch.unflatten(torch.narrow(qkv, 0, at, rows), 0, bucket.size()),
            torch.unflatten(torch.narrow(grad_o, 0, at - ahead, rows), 0, bucket.size()),
            k, v, grad_k, grad_v, geometry.padding_bias, geometry.future_bias)
        torch.copy_(torch.narrow(grad, 0, at, rows), torch.flatten(found, 0, 2))
        at += rows
    grad_q = self.prefix_part(grad, ids_BP, 0, self.heads)
    if last:
        torch.zero_(grad_q)
    else:
        grad_prefix = self.prefix_part(grad_o, ids_BP, 0, self.heads)
        torch.copy_(grad_q, self.prefix_gradients(self.prefix_part(qkv, ids_BP, 0, self.heads), grad_prefix, k, v, grad_k, grad_v))
    self.put_keys(self.prefix_part(grad, ids_BP, self.heads, self.kv_heads), grad_k)
    self.put_keys(self.prefix_part(grad, ids_BP, self.heads + self.kv_heads, self.kv_heads), grad_v)
    grad_qk = torch.narrow(grad, 1, 0, self.heads + self.kv_heads)
    turned = self.rotate_half(torch.mul(grad_qk, geometry.sin))
    torch.sub_(torch.mul_(grad_qk, geometry.cos), turned)
    return grad


def put_keys(self, to: Tensor, found: Tensor) -> Tensor:
    # [B K, P, D] into [B, P, K, D].
    return torch.copy_(to, torch.transpose(torch.unflatten(found, 0, [-1, self.kv_heads]), 1, 2))


def mlp_gradients(self, w: LayerWeights, middle: Tensor, gate_up: Tensor, grad: Tensor, sums: LayerWeights) -> Tensor:
    # From the gradient of a layer's output to that of the input of its second norm, in pieces of rows that fit in the
    # processor's cache.
    result: List[Tensor] = []
    rows = self.mlp_rows
    for i in range((grad.size(0) + rows - 1) // rows):
        count = min(rows, grad.size(0) - i * rows)
        x = torch.narrow(middle, 0, i * rows, count)
        grad_out = torch.narrow(grad, 0, i * rows, count)
        gate, up = torch.chunk(torch.narrow(gate_up, 0, i * rows, count), 2, -1)
        grad_product = torch.matmul(grad_out, w.down)
        active = torch.silu(gate)
        grad_gate_up = torch.empty([count, gate_up.size(1)], dtype=grad.dtype, device=grad.device)
        grad_gate, grad_up = torch.chunk(grad_gate_up, 2, -1)
        torch.mul(grad_product, active, out=grad_up)
        torch.silu_backward(torch.mul_(grad_product, up), gate, grad_input=grad_gate)
        self.add_product(sums.down, grad_out, torch.mul_(active, up))
        self.add_product(sums.gate_up, grad_gate_up, torch.rms_norm(x, [self.hidden], w.mlp_norm, self.eps))
        grad_x = self.norm_gradient(x, w.mlp_norm, torch.matmul(grad_gate_up, w.gate_up), sums.mlp_norm)
        result.append(torch.add_(grad_x, grad_out))
    return torch.cat(result)


def layer_gradients(self, w: LayerWeights, last: bool, x: Tensor, inside: LayerInside, grad: Tensor, batch: BranchBatch, geometry: Geometry, sums: LayerWeights) -> Tensor:
    # From the gradient of a layer's output to that of its input x.
    grad_middle = self.mlp_gradients(w, inside.middle, inside.gate_up, grad, sums)
    self.add_product(sums.out, grad_middle, inside.attended)
    grad_qkv = torch.flatten(self.attended_gradients(inside.qkv, torch.matmul(grad_middle, w.out), batch, geometry, last), 1)
    if sums.qkv_bias.numel() > 0:
        torch.add_(sums.qkv_bias, torch.sum(grad_qkv, [0]))
    self.add_product(sums.qkv, grad_qkv, torch.rms_norm(x, [self.hidden], w.norm, self.eps))
    grad_x = self.norm_gradient(x, w.norm, torch.matmul(grad_qkv, w.qkv), sums.norm)
    torch.add_(torch.narrow(grad_x, 0, grad_x.size(0) - grad_middle.size(0), grad_middle.size(0)), grad_middle)
    return grad_x


def head_gradients(self, head: Tensor, y: Tensor, target: Tensor, log_p: Tensor, temperature: float, grad_log_p: Tensor, grad_entropy: Tensor, sum: Tensor) -> Tensor:
    # From the gradients of log-probs and entropies of a few rows to that of y; overwrites log_p [m, vocabulary]. With a
    # row's logits z: d log p(target) = onehot - p, d entropy = -p (log p + entropy); z is divided by the temperature.
    grad_log_p = torch.unsqueeze(grad_log_p, 1)
    if bool(torch.any(grad_entropy)):
        p = torch.exp(log_p)
        entropy = torch.neg(torch.sum(torch.mul(p, log_p), [-1], True))
        grad_z = torch.mul_(torch.add_(log_p, entropy), torch.unsqueeze(grad_entropy, 1))
        grad_z = torch.mul_(torch.neg_(torch.add_(grad_z, grad_log_p)), p)
    else:
        grad_z = torch.mul_(torch.exp_(log_p), torch.neg(grad_log_p))
    grad_z = torch.scatter_add_(grad_z, 1, torch.unsqueeze(target, 1), grad_log_p)
    if temperature != 1.0:
        grad_z = torch.div_(grad_z, temperature)
    self.add_product(sum, grad_z, y.to(6))
    return torch.matmul(grad_z.to(head.dtype), head)


def decoder_gradients(self, t: List[Tensor], inputs: List[Tensor], insides: List[LayerInside], grad_y_MH: Tensor, batch: BranchBatch, geometry: Geometry, sums: List[Tensor]) -> Tensor:
    # From the gradient of the scored rows before the final norm to that of the prefixes' embeddings, [B * P, H]. Frees
    # saved activations on the way back; a layer whose inside was not saved is recomputed.
    ids_BP = batch.prompts.ids_BP
    branches = 0
    for bucket in batch.buckets:
        branches += bucket.numel()
    grad = torch.index_add_(torch.zeros([branches, self.hidden], dtype=grad_y_MH.dtype, device=grad_y_MH.device), 0, batch.pick_M, grad_y_MH)
    for i in range(self.layers):
        layer = self.layers - 1 - i
        w = self.layer_weights(t, layer)
        x = inputs.pop()
        if len(insides) > 0:
            inside = insides.pop()
        else:
            inside = self.layer_inside(w, self.is_last(layer), x, batch, geometry)
        grad = self.layer_gradients(w, self.is_last(layer), x, inside, grad, batch, geometry, self.layer_weights(sums, layer))
    prefix = torch.narrow(grad, 0, 0, ids_BP.numel())
    grad_embedding = self.embedding(sums)
    if grad_embedding.numel() > 0:
        # Image tokens have a feature in place of an embedding.
        self.add_rows(grad_embedding, torch.flatten(ids_BP), torch.index_fill(prefix, 0, batch.prompts.slot, 0.0))
        at = ids_BP.numel()
        for bucket in batch.buckets:
            self.add_rows(grad_embedding, torch.flatten(bucket), torch.narrow(grad, 0, at, bucket.numel()))
            at += bucket.numel()
    return prefix


def leaf(self, kept: Tensor) -> Tensor:
    return torch.requires_grad_(torch.detach(kept))


def vision_gradients(self, v: List[Tensor], inputs: List[Tensor], grad_features: Tensor, images: ImageBatch) -> List[Tensor]:
    # A gradient for each of v, block by block with libtorch's autograd. inputs: of each block, then of the merger. Frees
    # them on the way back.
    cos, sin = self.vision_rope(images.position_N2)
    x = self.leaf(inputs.pop())
    merger = v[self.first_of_block(self.vision_depth):]
    grads = self.autograd([self.vision_merger(self.merger_weights(v), x)], [grad_features], [x] + merger)
    grad_x = grads[0]
    grad_v = grads[1:]
    for i in range(self.vision_depth):
        layer = self.vision_depth - 1 - i
        x = self.leaf(inputs.pop())
        block = v[self.first_of_block(layer):self.first_of_block(layer + 1)]
        grads = self.autograd([self.vision_layer(self.block_weights(v, layer), layer, x, cos, sin, images)], [grad_x], [x] + block)
        grad_x = grads[0]
        grad_v = grads[1:] + grad_v
    patches = images.patches.to(self.patch_embedding(v).dtype)
    return [torch.matmul(torch.transpose(grad_x, 0, 1), patches)] + grad_v
