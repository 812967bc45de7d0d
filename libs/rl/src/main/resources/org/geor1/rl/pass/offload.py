# Passes of a model whose weights stay in host memory: each layer's weights are copied to the device of its inputs and
# freed after the layer. On a single device nothing is copied and results are identical.


def visiting_layer(self, w: LayerWeights, host: Tensor) -> LayerWeights:
    d = host.device
    return LayerWeights(w.norm.to(d), w.qkv.to(d), w.qkv_bias.to(d), w.out.to(d), w.mlp_norm.to(d), w.gate_up.to(d), w.down.to(d))


def visiting_block(self, w: BlockWeights, host: Tensor) -> BlockWeights:
    d = host.device
    return BlockWeights(
        w.norm.to(d), w.qkv.to(d), w.qkv_bias.to(d), w.out.to(d), w.out_bias.to(d),
        w.mlp_norm.to(d), w.gate_up.to(d), w.gate_up_bias.to(d), w.down.to(d), w.down_bias.to(d))


def score_offloaded(self, t: List[Tensor], prompts: List[Tensor], buckets: List[Tensor], scored: List[Tensor], features: Tensor, temperature: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # As score.
    batch = self.branch_batch(prompts, buckets, scored)
    host = batch.prompts.ids_BP
    x = self.first_rows(self.embedding(t).to(host.device), batch, features)
    geometry = self.row_geometry(batch, x)
    for layer in range(self.layers):
        w = self.visiting_layer(self.layer_weights(t, layer), host)
        x = self.layer_outcome(w, self.layer_inside(w, self.is_last(layer), x, batch, geometry))
    y = torch.index_select(x, 0, batch.pick_M)
    y = torch.rms_norm(y, [self.hidden], self.final_norm(t).to(host.device), self.eps)
    return self.target_log_probs(self.head(t).to(host.device), y, batch.target_M, float(temperature), int(rows))


def encode_images_offloaded(self, images: List[Tensor], v: List[Tensor], whole: List[Tensor], window: List[Tensor]) -> Tensor:
    # As encode_images.
    batch = self.image_batch(images, whole, window)
    host = batch.patches
    embedding = self.patch_embedding(v)
    x = self.dense(batch.patches.to(embedding.dtype), embedding.to(host.device), None)
    cos, sin = self.vision_rope(batch.position_N2)
    for layer in range(self.vision_depth):
        w = self.visiting_block(self.block_weights(v, layer), host)
        x = self.vision_layer(w, layer, x, cos, sin, batch)
    m = self.merger_weights(v)
    return self.vision_merger(
        MergerWeights(m.norm.to(host.device), m.up.to(host.device), m.up_bias.to(host.device), m.down.to(host.device), m.down_bias.to(host.device)), x)
