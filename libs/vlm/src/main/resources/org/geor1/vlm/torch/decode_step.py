# One decode step: the next token's logits of every sequence.
#
# A lane holds B prompts with G branches each, admitted together; each branch has drawn `step` tokens. The rows of all
# lanes, lane after lane, go through the dense layers as one matrix of N rows; attention runs lane by lane.
#
# For a small model the time of a step depends on the number of operations, views included, and not on the arithmetic. So
# whatever stays the same from step to step is created once per call, and all layers of all steps share their buffers.


class Lane(NamedTuple):
    first: int
    branches: int
    step: int


class LaneCaches(NamedTuple):
    # Keys and values of one layer of one lane: the prompts' prefixes prefix_kt [B * K, D, P] and prefix_v [B * K, P,
    # D], and those of the branches, together in `own` [2, B, K, G, S, D] and separately in own_kt [B * K * G, D, S] and
    # own_v [B * K * G, S, D].
    prefix_kt: Tensor
    prefix_v: Tensor
    own: Tensor
    own_kt: Tensor
    own_v: Tensor


class LaneRows(NamedTuple):
    # Views of a lane's rows in StepBuffers: its queries, and a contiguous copy of them, [B, K, G, heads / K, D]; its new
    # keys and values [2, B, K, G, D]; the result of its attention [B, G, K, heads / K * D].
    q: Tensor
    q_ordered: Tensor
    new: Tensor
    attended: Tensor


class StepBuffers(NamedTuple):
    # Queries, keys and values before and after rotation, [N, heads + 2 * K, D], with views of the first and second half
    # of each; the result of attention [N, heads * D].
    qkv: Tensor
    qkv_1: Tensor
    qkv_2: Tensor
    turned: Tensor
    turned_1: Tensor
    turned_2: Tensor
    attended: Tensor


class StepRopes(NamedTuple):
    # [N, heads + 2 * K, D], and the halves of the sine.
    cos: Tensor
    sin_1: Tensor
    sin_2: Tensor


class Norm(NamedTuple):
    # The constants of RMSNorm. They are tensors because a number would be turned into one at each use.
    eps: Tensor
    hidden: Tensor


def rms_norm(self, x: Tensor, weight: Tensor, norm: Norm) -> Tensor:
    # The bits of torch.rms_norm in six operations. torch itself needs fifteen on a CPU.
    wide = x
    if x.dtype != 6:
        wide = x.to(6)
    squares = torch.sum(torch.mul(wide, wide), [-1], True)
    x = torch.mul(wide, torch.rsqrt(torch.addcdiv(norm.eps, squares, norm.hidden)))
    if weight.dtype != 6:
        x = x.to(weight.dtype)
    return torch.mul(x, weight)


def transposed(self, weight: Tensor) -> Tensor:
    # The form that product expects.
    if self.is_packed(weight):
        return weight
    return torch.t(weight)


def transposed_layer(self, w: LayerWeights) -> LayerWeights:
    return LayerWeights(
        w.norm, self.transposed(w.qkv), w.qkv_bias, self.transposed(w.out),
        w.mlp_norm, self.transposed(w.gate_up), self.transposed(w.down))


def product(self, x: Tensor, weight: Tensor) -> Tensor:
    # dense() with a transposed matrix, for a number of rows that is a multiple of four.
    if self.is_packed(weight):
        return self.packed_linear(x, weight, None)
    return torch.mm(x, weight)


def product_into(self, to: Tensor, x: Tensor, weight: Tensor, bias: Tensor):
    if self.is_packed(weight):
        torch.copy_(to, self.packed_linear(x, weight, bias))
    else:
        torch.addmm(bias, x, weight, out=to)


def at_least_four(self, x: Tensor) -> Tensor:
    # [batch, rows, n] padded with rows of zeros. For one to three rows the library uses other kernels, so the last bits
    # of a branch would depend on the number of its siblings (measured).
    rows = x.size(1)
    if rows >= 4:
        return x
    return torch.cat([x, torch.zeros([x.size(0), 4 - rows, x.size(2)], dtype=x.dtype, device=x.device)], 1)


def lane_attention(self, rows: LaneRows, cache: LaneCaches, bias: Tensor, lane: Lane):
    # Writes the new keys and values into the cache at the lane's step. One softmax covers a prompt's prefix, which its
    # branches share, and the branch's own tokens. Queries are already scaled.
    # as_strided replaces chains of views, each of which would cost as much as a small product.
    repeat = self.heads // self.kv_heads
    branches, step = lane.branches, lane.step
    each = branches * repeat
    K, D, B, pairs, P = self.kv_heads, self.head_dim, rows.q_ordered.size(0), cache.prefix_v.size(0), cache.prefix_v.size(1)
    torch.copy_(torch.select(cache.own, 4, step), rows.new)
    q = torch.copy_(rows.q_ordered, rows.q)
    alone = torch.bmm(torch.view(q, [pairs * branches, repeat, D]), torch.slice(cache.own_kt, 2, 0, step + 1))
    alone = self.at_least_four(torch.view(alone, [pairs, each, step + 1]))
    shared = torch.baddbmm(bias, self.at_least_four(torch.view(q, [pairs, each, D])), cache.prefix_kt)
    p = torch.softmax(torch.cat([shared, alone], -1), -1, 6).to(q.dtype)
    o = torch.bmm(torch.slice(p, 2, 0, P), cache.prefix_v)
    if each < 4:
        o = torch.contiguous(torch.slice(o, 1, 0, each))
        p = torch.contiguous(torch.slice(p, 1, 0, each))
    width = P + step + 1
    own_p = torch.as_strided(p, [pairs * branches, repeat, step + 1], [repeat * width, width, 1], P)
    torch.baddbmm_(torch.view(o, [pairs * branches, repeat, D]), own_p, torch.slice(cache.own_v, 1, 0, step + 1))
    torch.copy_(rows.attended, torch.as_strided(o, [B, branches, K, repeat * D], [K * each * D, repeat * D, each * D, 1], 0))


def step_ropes(self, position_N: Tensor, steps: int, kind: int) -> List[StepRopes]:
    # Rotations of queries, keys and values for the next `steps` tokens. The one for queries includes their scale, and the
    # one for values is the identity. The sine carries the sign of the swapped half.
    position_RN = torch.add(torch.unsqueeze(position_N, 0), torch.unsqueeze(torch.arange(steps, device=position_N.device), 1))
    cos, sin = self.decoder_rope(torch.expand(torch.unsqueeze(position_RN, 0), [3, steps, position_N.size(0)]))
    half = self.head_dim // 2
    sin = torch.cat([torch.neg(sin[:, :, :half]), sin[:, :, half:]], -1)
    cos = self.by_head(torch.mul(cos, self.scale), cos, torch.ones_like(cos)).to(kind)
    sin = self.by_head(torch.mul(sin, self.scale), sin, torch.zeros_like(sin)).to(kind)
    ropes: List[StepRopes] = []
    for i in range(steps):
        ropes.append(StepRopes(cos[i], torch.slice(sin[i], 2, 0, half), torch.slice(sin[i], 2, half)))
    return ropes


def by_head(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    # [R, N, D] each -> [R, N, heads + 2 * K, D]
    R, N, D = q.size(0), q.size(1), q.size(2)
    return torch.cat([
        torch.expand(torch.unsqueeze(q, 2), [R, N, self.heads, D]),
        torch.expand(torch.unsqueeze(k, 2), [R, N, self.kv_heads, D]),
        torch.expand(torch.unsqueeze(v, 2), [R, N, self.kv_heads, D])], 2)


def turn(self, at: StepBuffers, rope: StepRopes):
    # x * cos + the halves of x swapped * sin.
    torch.mul(at.qkv, rope.cos, out=at.turned)
    torch.addcmul_(at.turned_1, at.qkv_2, rope.sin_1)
    torch.addcmul_(at.turned_2, at.qkv_1, rope.sin_2)


def step_logits(self, t: List[Tensor], layers: List[LayerWeights], head: Tensor, norm: Norm, caches: List[LaneCaches], bias: List[Tensor], lanes: List[Lane], at: StepBuffers, rows: List[LaneRows], last_N: Tensor, rope: StepRopes) -> Tensor:
    # The next token's logits of every row, [N, V], in fp32. caches: lane after lane, layer after layer.
    x = torch.embedding(self.embedding(t), last_N)
    flat = torch.view(at.qkv, [x.size(0), -1])
    for layer in range(self.layers):
        w = layers[layer]
        self.product_into(flat, self.rms_norm(x, w.norm, norm), w.qkv, w.qkv_bias)
        self.turn(at, rope)
        for i in range(len(lanes)):
            self.lane_attention(rows[i], caches[i * self.layers + layer], bias[i], lanes[i])
        x = torch.add_(x, self.product(at.attended, w.out))
        h = self.product(self.rms_norm(x, w.mlp_norm, norm), w.gate_up)
        half = h.size(1) // 2
        h = torch.mul_(torch.silu(torch.slice(h, 1, 0, half)), torch.slice(h, 1, half))
        x = torch.add_(x, self.product(h, w.down))
    logits = self.product(self.rms_norm(x, self.final_norm(t), norm), head)
    if logits.dtype != 6:
        logits = logits.to(6)
    return logits


def step_buffers(self, rows: int, like: Tensor) -> StepBuffers:
    # Rows after the last lane's stay zero.
    heads, D = self.heads + 2 * self.kv_heads, self.head_dim
    half = D // 2
    qkv = torch.zeros([rows, heads, D], dtype=like.dtype, device=like.device)
    turned = torch.zeros_like(qkv)
    return StepBuffers(
        qkv, torch.slice(qkv, 2, 0, half), torch.slice(qkv, 2, half),
        turned, torch.slice(turned, 2, 0, half), torch.slice(turned, 2, half),
        torch.zeros([rows, self.heads * D], dtype=like.dtype, device=like.device))


def lane_rows(self, at: StepBuffers, lane: Lane, prompts: int) -> LaneRows:
    K, D = self.kv_heads, self.head_dim
    repeat = self.heads // K
    end = lane.first + prompts * lane.branches
    turned = torch.unflatten(torch.slice(at.turned, 0, lane.first, end), 0, [prompts, lane.branches])
    q = torch.transpose(torch.unflatten(torch.slice(turned, 2, 0, self.heads), 2, [K, repeat]), 1, 2)
    new = torch.unflatten(torch.slice(turned, 2, self.heads), 2, [2, K])
    attended = torch.view(torch.slice(at.attended, 0, lane.first, end), [prompts, lane.branches, K, repeat * D])
    return LaneRows(q, torch.contiguous(q), torch.permute(new, [2, 0, 3, 1, 4]), attended)


def lane_caches(self, prefix: List[Tensor], own: List[Tensor], lanes: List[Lane]) -> List[LaneCaches]:
    # Views that every step uses, created once.
    result: List[LaneCaches] = []
    for j in range(len(own)):
        result.append(LaneCaches(
            torch.transpose(prefix[j][0], 1, 2), prefix[j][1],
            torch.unflatten(own[j], 1, [-1, self.kv_heads, lanes[j // self.layers].branches]),
            torch.transpose(own[j][0], 1, 2), own[j][1]))
    return result
