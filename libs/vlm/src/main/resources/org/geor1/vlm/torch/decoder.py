# The decoder of Qwen2.5-VL (arXiv 2502.13923, section 2.1), a Qwen2.5 language model (arXiv 2412.15115): RMSNorm,
# grouped-query attention with rotary positions on three axes, SwiGLU.
# All weights are passed as one list t, in the order of FusedLayout.text; only the four functions below know that order.
# B prompts, P prompt tokens, G completions per prompt, R completion tokens, K key heads, D head size, H hidden size.
#
# The prompt without its last token is the prefix, held once for all its completions. A completion's branch starts
# with the last prompt token, so its first output already belongs to the completion alone.


class LayerWeights(NamedTuple):
    norm: Tensor
    qkv: Tensor
    qkv_bias: Tensor
    out: Tensor
    mlp_norm: Tensor
    gate_up: Tensor
    down: Tensor


class PromptBatch(NamedTuple):
    ids_BP: Tensor
    position_3BP: Tensor
    slot: Tensor
    feature: Tensor
    length_B: Tensor
    base_B: Tensor


def embedding(self, t: List[Tensor]) -> Tensor:
    return t[0]


def layer_weights(self, t: List[Tensor], layer: int) -> LayerWeights:
    at = 1 + 7 * layer
    return LayerWeights(t[at], t[at + 1], t[at + 2], t[at + 3], t[at + 4], t[at + 5], t[at + 6])


def final_norm(self, t: List[Tensor]) -> Tensor:
    return t[1 + 7 * self.layers]


def head(self, t: List[Tensor]) -> Tensor:
    # A tied head is repeated in the list.
    return t[2 + 7 * self.layers]


def prompt_batch(self, prompts: List[Tensor]) -> PromptBatch:
    # In the order of PromptBatch.tensors.
    return PromptBatch(prompts[0], prompts[1], prompts[2], prompts[3], prompts[4], prompts[5])


def decoder_rope(self, position: Tensor) -> Tuple[Tensor, Tensor]:
    # position [3, ...] (time, row, column) -> cos, sin [..., D]: each rotary pair is rotated by one of the three axes.
    half = self.head_dim // 2
    exponent = torch.div(torch.arange(0, half, dtype=6, device=position.device), half)
    frequency = torch.pow(self.rope_theta, torch.neg(exponent))
    angle = torch.mul(torch.unsqueeze(position, -1), frequency)
    t, h, w = self.mrope_t, self.mrope_h, self.mrope_w
    angle = torch.cat([angle[0, ..., :t], angle[1, ..., t:t + h], angle[2, ..., t + h:t + h + w]], -1)
    angle = torch.cat([angle, angle], -1)
    return torch.cos(angle), torch.sin(angle)


def dense(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    # A linear layer whose result for a row does not depend on the other rows. Packed weights (see products.py)
    # guarantee this. For other weights, the library sums in a different order if there are only a few rows and their
    # number is not a multiple of four (measured: up to 11 rows, on one or two threads).
    if self.is_packed(weight):
        return self.packed_linear(x, weight, bias)
    rows = x.numel() // x.size(-1)
    if rows >= 12 or rows % 4 == 0 or weight.numel() > 1000000:
        return torch.linear(x, weight, bias)
    flat = torch.view(torch.contiguous(x), [rows, x.size(-1)])
    filled = torch.cat([flat, torch.zeros([4 - rows % 4, x.size(-1)], dtype=x.dtype, device=x.device)])
    return torch.view(torch.linear(filled, weight, bias)[:rows], x.size()[:-1] + [weight.size(0)])


def split_heads(self, x: Tensor, w: LayerWeights, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # x [..., H] -> q [..., heads, D], k and v [..., K, D], rotated.
    h = torch.rms_norm(x, [self.hidden], w.norm, self.eps)
    qkv = torch.unflatten(self.dense(h, w.qkv, w.qkv_bias), -1, [self.heads + 2 * self.kv_heads, self.head_dim])
    # narrow instead of slices: slicing the second-to-last dimension costs one operation for each dimension before it.
    qk = torch.narrow(qkv, -2, 0, self.heads + self.kv_heads)
    qk = torch.add(torch.mul(qk, cos.to(qk.dtype)), torch.mul(self.rotate_half(qk), sin.to(qk.dtype)))
    q = torch.narrow(qk, -2, 0, self.heads)
    k = torch.narrow(qk, -2, self.heads, self.kv_heads)
    return q, k, torch.narrow(qkv, -2, self.heads + self.kv_heads, self.kv_heads)


def finish_layer(self, x: Tensor, attended: Tensor, w: LayerWeights) -> Tensor:
    # x + out(attended), then SwiGLU: x + down(silu(gate) * up).
    x = torch.add(x, self.dense(attended, w.out, None))
    h = torch.rms_norm(x, [self.hidden], w.mlp_norm, self.eps)
    gate, up = torch.chunk(self.dense(h, w.gate_up, None), 2, -1)
    return torch.add(x, self.dense(torch.mul(torch.silu(gate), up), w.down, None))


def embed_prefix(self, embedding: Tensor, ids_BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor) -> Tensor:
    # Writes feature row feature[i] into flat token slot[i]; every image token has exactly one.
    x = torch.flatten(torch.embedding(embedding, ids_BP), 0, 1)
    x = torch.index_copy(x, 0, slot, torch.index_select(features, 0, feature).to(x.dtype))
    return torch.unflatten(x, 0, [ids_BP.size(0), ids_BP.size(1)])


def prefix_layer(self, x_BPH: Tensor, w: LayerWeights, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # Prompts are padded on the right, so the causal mask alone hides padding from every real token.
    q, k, v = self.split_heads(x_BPH, w, cos, sin)
    k = torch.transpose(k, 1, 2)
    v = torch.transpose(v, 1, 2)
    repeat = self.heads // self.kv_heads
    o = torch.scaled_dot_product_attention(
        torch.transpose(q, 1, 2),
        torch.repeat_interleave(k, repeat, 1),
        torch.repeat_interleave(v, repeat, 1), None, 0.0, True)
    return self.finish_layer(x_BPH, torch.flatten(torch.transpose(o, 1, 2), 2), w), k, v


def cached_prefix_layer(self, x_BCH: Tensor, w: LayerWeights, cos: Tensor, sin: Tensor, kv: Tensor, start: int, hidden: Tensor) -> Tensor:
    # Runs tokens [start, start + C) of B prefixes. Their keys and values are written into kv [2, B * K, P, D], and each
    # attends to all tokens up to itself. hidden [C, start + C] is -inf where a token must not attend.
    if start == 0:
        x, k, v = self.prefix_layer(x_BCH, w, cos, sin)
        torch.copy_(torch.narrow(kv[0], 1, 0, k.size(2)), torch.flatten(k, 0, 1))
        torch.copy_(torch.narrow(kv[1], 1, 0, v.size(2)), torch.flatten(v, 0, 1))
        return x
    B, C = x_BCH.size(0), x_BCH.size(1)
    q, k, v = self.split_heads(x_BCH, w, cos, sin)
    torch.copy_(torch.narrow(kv[0], 1, start, C), torch.flatten(torch.transpose(k, 1, 2), 0, 1))
    torch.copy_(torch.narrow(kv[1], 1, start, C), torch.flatten(torch.transpose(v, 1, 2), 0, 1))
    seen = torch.unflatten(torch.narrow(kv, 2, 0, start + C), 1, [B, self.kv_heads])
    repeat = self.heads // self.kv_heads
    o = torch.scaled_dot_product_attention(
        torch.transpose(q, 1, 2),
        torch.repeat_interleave(seen[0], repeat, 1),
        torch.repeat_interleave(seen[1], repeat, 1), hidden)
    return self.finish_layer(x_BCH, torch.flatten(torch.transpose(o, 1, 2), 2), w)


def prefill(self, t: List[Tensor], piece: List[Tensor], cache: List[Tensor], first_row_token: Tensor) -> Tensor:
    # Runs a piece of a lane's prefixes, in the order of PrefixPiece.tensors: C tokens of B prompts, starting at the
    # given row and token. Fills their part of each layer's cache [2, rows * K, P, D].
    ids_BC, position_3BC, features, slot, feature = piece
    row, start = int(first_row_token[0]), int(first_row_token[1])
    B, C = ids_BC.size(0), ids_BC.size(1)
    x = self.embed_prefix(self.embedding(t), ids_BC, features, slot, feature)
    cos, sin = self.decoder_rope(position_3BC)
    cos = torch.unsqueeze(cos, 2)
    sin = torch.unsqueeze(sin, 2)
    reached = torch.arange(start, start + C, device=x.device)
    future = torch.gt(torch.unsqueeze(torch.arange(start + C, device=x.device), 0), torch.unsqueeze(reached, 1))
    hidden = torch.masked_fill(torch.zeros([C, start + C], dtype=x.dtype, device=x.device), future, float("-inf"))
    for layer in range(self.layers):
        kv = torch.narrow(cache[layer], 1, row * self.kv_heads, B * self.kv_heads)
        x = self.cached_prefix_layer(x, self.layer_weights(t, layer), cos, sin, kv, start, hidden)
    return torch.zeros([1])


def prefix_logits(self, t: List[Tensor], prompts: List[Tensor], features: Tensor) -> Tensor:
    # [B, P, V] in fp32.
    batch = self.prompt_batch(prompts)
    x = self.embed_prefix(self.embedding(t), batch.ids_BP, features, batch.slot, batch.feature)
    cos, sin = self.decoder_rope(batch.position_3BP)
    cos = torch.unsqueeze(cos, 2)
    sin = torch.unsqueeze(sin, 2)
    for layer in range(self.layers):
        x, k, v = self.prefix_layer(x, self.layer_weights(t, layer), cos, sin)
    x = torch.rms_norm(x, [self.hidden], self.final_norm(t), self.eps)
    return self.dense(x, self.head(t), None).to(6)


def new_caches(self, t: List[Tensor], shape_BGPS: Tensor) -> List[Tensor]:
    # Keys and values of a lane: for each layer the prefixes' [2, B * K, P, D], then for each layer the branches'
    # [2, B * K * G, S, D]. Padding of prefixes is zero; positions that a branch has not written are never read.
    rows, branches, width, limit = int(shape_BGPS[0]) * self.kv_heads, int(shape_BGPS[1]), int(shape_BGPS[2]), int(shape_BGPS[3])
    like = self.embedding(t)
    cache: List[Tensor] = []
    for i in range(self.layers):
        cache.append(torch.zeros([2, rows, width, self.head_dim], dtype=like.dtype, device=like.device))
    for i in range(self.layers):
        cache.append(torch.empty([2, rows * branches, limit, self.head_dim], dtype=like.dtype, device=like.device))
    return cache


def reuse_prefix(self, cache: List[Tensor], row: Tensor, source: List[Tensor], source_row: Tensor, tokens: Tensor) -> Tensor:
    # Copies the first tokens of another lane's prefix.
    for layer in range(self.layers):
        to = torch.narrow(torch.narrow(cache[layer], 1, int(row) * self.kv_heads, self.kv_heads), 2, 0, int(tokens))
        torch.copy_(to, torch.narrow(torch.narrow(source[layer], 1, int(source_row) * self.kv_heads, self.kv_heads), 2, 0, int(tokens)))
    return torch.zeros([1])


def kept_prefix(self, kv: Tensor, keep_B: Tensor) -> Tensor:
    # One layer's prefixes, restricted to the prompts keep_B.
    by_prompt = torch.unflatten(kv, 1, [-1, self.kv_heads])
    return torch.flatten(torch.index_select(by_prompt, 1, keep_B), 1, 2)


def kept_branches(self, kv: Tensor, branches: Tensor, keep_B: Tensor, keep_BG: Tensor) -> Tensor:
    # One layer's branches, restricted to the branches keep_BG [b, g] of the prompts keep_B.
    x = torch.index_select(torch.unflatten(kv, 1, [-1, self.kv_heads, int(branches)]), 1, keep_B)
    index = torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(keep_BG, 1), 3), 4), 0)
    index = torch.expand(index, [2, x.size(1), x.size(2), keep_BG.size(1), x.size(4), x.size(5)])
    return torch.flatten(torch.gather(x, 3, index), 1, 3)
