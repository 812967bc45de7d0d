# The vision tower of Qwen2.5-VL (arXiv 2502.13923, section 2.1): rotary positions in two dimensions, attention within
# windows in all but a few layers, SwiGLU, and a merger that turns 2 x 2 patches into one token.
# All weights are passed as one list v, in the order of FusedLayout.vision; only the functions below know that order.
# N patches of all images packed one after another, 4 patches of a 2x2 merge block adjacent.


class BlockWeights(NamedTuple):
    norm: Tensor
    qkv: Tensor
    qkv_bias: Tensor
    out: Tensor
    out_bias: Tensor
    mlp_norm: Tensor
    gate_up: Tensor
    gate_up_bias: Tensor
    down: Tensor
    down_bias: Tensor


class MergerWeights(NamedTuple):
    norm: Tensor
    up: Tensor
    up_bias: Tensor
    down: Tensor
    down_bias: Tensor


class ImageBatch(NamedTuple):
    patches: Tensor
    position_N2: Tensor
    whole: List[Tensor]
    whole_restore: Tensor
    window: List[Tensor]
    window_restore: Tensor


def patch_embedding(self, v: List[Tensor]) -> Tensor:
    return v[0]


def first_of_block(self, layer: int) -> int:
    # The merger's weights follow those of the last block.
    return 1 + 10 * layer


def block_weights(self, v: List[Tensor], layer: int) -> BlockWeights:
    at = self.first_of_block(layer)
    return BlockWeights(v[at], v[at + 1], v[at + 2], v[at + 3], v[at + 4], v[at + 5], v[at + 6], v[at + 7], v[at + 8], v[at + 9])


def merger_weights(self, v: List[Tensor]) -> MergerWeights:
    at = self.first_of_block(self.vision_depth)
    return MergerWeights(v[at], v[at + 1], v[at + 2], v[at + 3], v[at + 4])


def image_batch(self, images: List[Tensor], whole: List[Tensor], window: List[Tensor]) -> ImageBatch:
    # images: in the order of ImageBatch.tensors.
    return ImageBatch(images[0], images[1], whole, images[2], window, images[3])


def rotate_half(self, x: Tensor) -> Tensor:
    low, high = torch.chunk(x, 2, -1)
    return torch.cat([torch.neg(high), low], -1)


def vision_rope(self, position_N2: Tensor) -> Tuple[Tensor, Tensor]:
    # Half of the rotary pairs are rotated by the row, half by the column; always in fp32.
    dim = self.vision_head_dim // 2
    exponent = torch.div(torch.arange(0, dim, 2, dtype=6, device=position_N2.device), dim)
    frequency = torch.pow(self.vision_rope_theta, torch.neg(exponent))
    angle = torch.flatten(torch.mul(torch.unsqueeze(position_N2, -1), frequency), 1)
    angle = torch.unsqueeze(torch.cat([angle, angle], -1), 1)
    return torch.cos(angle), torch.sin(angle)  # [N, 1, head_dim]


def vision_attention(self, qkv: Tensor, cos: Tensor, sin: Tensor, segments: List[Tensor], restore_N: Tensor) -> Tensor:
    # qkv [N, 3, heads, head_dim]. Patches attend within their segment; segments of equal length share a call, so
    # nothing is padded. restore_N puts the patches back into packed order.
    q = qkv[:, 0]
    k = qkv[:, 1]
    q = torch.add(torch.mul(q, cos), torch.mul(self.rotate_half(q), sin)).to(qkv.dtype)
    k = torch.add(torch.mul(k, cos), torch.mul(self.rotate_half(k), sin)).to(qkv.dtype)
    v = qkv[:, 2]
    outs: List[Tensor] = []
    for segment_SL in segments:
        o = torch.scaled_dot_product_attention(
            torch.transpose(q[segment_SL], 1, 2),
            torch.transpose(k[segment_SL], 1, 2),
            torch.transpose(v[segment_SL], 1, 2))
        outs.append(torch.flatten(torch.transpose(o, 1, 2), 0, 1))
    return torch.flatten(torch.index_select(torch.cat(outs), 0, restore_N), 1)


def vision_block(self, w: BlockWeights, x: Tensor, cos: Tensor, sin: Tensor, segments: List[Tensor], restore_N: Tensor) -> Tensor:
    h = torch.rms_norm(x, [self.vision_hidden], w.norm, self.vision_eps)
    qkv = torch.view(self.dense(h, w.qkv, w.qkv_bias), [-1, 3, self.vision_heads, self.vision_head_dim])
    x = torch.add(x, self.dense(self.vision_attention(qkv, cos, sin, segments, restore_N), w.out, w.out_bias))
    h = torch.rms_norm(x, [self.vision_hidden], w.mlp_norm, self.vision_eps)
    gate, up = torch.chunk(self.dense(h, w.gate_up, w.gate_up_bias), 2, -1)
    return torch.add(x, self.dense(torch.mul(torch.silu(gate), up), w.down, w.down_bias))


def vision_layer(self, w: BlockWeights, layer: int, x: Tensor, cos: Tensor, sin: Tensor, images: ImageBatch) -> Tensor:
    if self.is_full_attention(layer):
        return self.vision_block(w, x, cos, sin, images.whole, images.whole_restore)
    return self.vision_block(w, x, cos, sin, images.window, images.window_restore)


def vision_tower(self, v: List[Tensor], images: ImageBatch, trace: bool, stages: List[Tensor]) -> Tensor:
    # patches [N, 1176] -> features [N / 4, hidden of the decoder]; with trace, appends the output of each stage to
    # stages.
    # Windows are index lists instead of a permutation of the sequence, so no inverse permutation is needed.
    x = self.dense(images.patches.to(self.patch_embedding(v).dtype), self.patch_embedding(v), None)
    cos, sin = self.vision_rope(images.position_N2)
    for layer in range(self.vision_depth):
        if trace:
            stages.append(x)
        x = self.vision_layer(self.block_weights(v, layer), layer, x, cos, sin, images)
    if trace:
        stages.append(x)
    return self.vision_merger(self.merger_weights(v), x)


def vision_merger(self, w: MergerWeights, x: Tensor) -> Tensor:
    x = torch.rms_norm(x, [self.vision_hidden], w.norm, self.vision_eps)
    x = torch.view(x, [-1, self.vision_merge * self.vision_merge * self.vision_hidden])
    return self.dense(torch.gelu(self.dense(x, w.up, w.up_bias)), w.down, w.down_bias)


def encode_images(self, images: List[Tensor], v: List[Tensor], whole: List[Tensor], window: List[Tensor]) -> Tensor:
    stages: List[Tensor] = []
    return self.vision_tower(v, self.image_batch(images, whole, window), False, stages)


def trace_images(self, images: List[Tensor], v: List[Tensor], whole: List[Tensor], window: List[Tensor]) -> List[Tensor]:
    stages: List[Tensor] = []
    features = self.vision_tower(v, self.image_batch(images, whole, window), True, stages)
    stages.append(features)
    return stages


def is_full_attention(self, layer: int) -> bool:
    return torch.__contains__(self.full_attention_blocks, layer)
