# Vision tower of Qwen2.5-VL.
# Vision tower. Weights: list v of 1 + 10 * depth + 5 tensors (see Weights.java).
# N patches of all images packed one after another, 4 patches of a 2x2 merge block adjacent.


def rotate_half(self, x: Tensor) -> Tensor:
    low, high = torch.chunk(x, 2, -1)
    return torch.cat([torch.neg(high), low], -1)


def vision_rope(self, position_N2: Tensor) -> Tuple[Tensor, Tensor]:
    # Half of the rotary pairs turn with the row, half with the column; always in fp32.
    dim = self.vision_head_dim // 2
    exponent = torch.div(torch.arange(0, dim, 2, dtype=6, device=position_N2.device), dim)
    frequency = torch.pow(self.vision_rope_theta, torch.neg(exponent))
    angle = torch.flatten(torch.mul(torch.unsqueeze(position_N2, -1), frequency), 1)
    angle = torch.unsqueeze(torch.cat([angle, angle], -1), 1)
    return torch.cos(angle), torch.sin(angle)  # [N, 1, head_dim]


def vision_attention(self, qkv: Tensor, cos: Tensor, sin: Tensor, segments: List[Tensor], restore_N: Tensor) -> Tensor:
    # qkv [N, 3, heads, head_dim]. Patches attend within their segment; segments of one length go in one call, so
    # nothing is padded. restore_N puts the patches back in packed order.
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


def vision_block(self, v: List[Tensor], at: int, x: Tensor, cos: Tensor, sin: Tensor, segments: List[Tensor], restore_N: Tensor) -> Tensor:
    h = torch.rms_norm(x, [self.vision_hidden], v[at], self.vision_eps)
    qkv = torch.view(self.dense(h, v[at + 1], v[at + 2]), [-1, 3, self.vision_heads, self.vision_head_dim])
    x = torch.add(x, self.dense(self.vision_attention(qkv, cos, sin, segments, restore_N), v[at + 3], v[at + 4]))
    h = torch.rms_norm(x, [self.vision_hidden], v[at + 5], self.vision_eps)
    gate, up = torch.chunk(self.dense(h, v[at + 6], v[at + 7]), 2, -1)
    return torch.add(x, self.dense(torch.mul(torch.silu(gate), up), v[at + 8], v[at + 9]))


def vision_layer(self, v: List[Tensor], layer: int, x: Tensor, cos: Tensor, sin: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> Tensor:
    at = 1 + 10 * layer
    if self.is_full_attention(layer):
        return self.vision_block(v, at, x, cos, sin, whole, whole_restore)
    return self.vision_block(v, at, x, cos, sin, window, window_restore)


def vision_tower(self, v: List[Tensor], patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, trace: bool, stages: List[Tensor]) -> Tensor:
    # patches [N, 1176] -> features [N / 4, hidden of the decoder]; with trace, adds what each stage gives to stages.
    # Windows are index lists instead of a permutation of the sequence, so no inverse permutation is needed.
    x = self.dense(patches.to(v[0].dtype), v[0], None)
    cos, sin = self.vision_rope(position_N2)
    for layer in range(self.vision_depth):
        if trace:
            stages.append(x)
        x = self.vision_layer(v, layer, x, cos, sin, whole, whole_restore, window, window_restore)
    if trace:
        stages.append(x)
    return self.vision_merger(v, x)


def vision_merger(self, v: List[Tensor], x: Tensor) -> Tensor:
    at = 1 + 10 * self.vision_depth
    x = torch.rms_norm(x, [self.vision_hidden], v[at], self.vision_eps)
    x = torch.view(x, [-1, self.vision_merge * self.vision_merge * self.vision_hidden])
    return self.dense(torch.gelu(self.dense(x, v[at + 1], v[at + 2])), v[at + 3], v[at + 4])


def encode_images(self, patches: Tensor, v: List[Tensor], position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> Tensor:
    stages: List[Tensor] = []
    return self.vision_tower(v, patches, position_N2, whole, whole_restore, window, window_restore, False, stages)


def trace_images(self, patches: Tensor, v: List[Tensor], position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> List[Tensor]:
    stages: List[Tensor] = []
    features = self.vision_tower(v, patches, position_N2, whole, whole_restore, window, window_restore, True, stages)
    stages.append(features)
    return stages


def is_full_attention(self, layer: int) -> bool:
    return torch.__contains__(self.full_attention_blocks, layer)
