# Passes of a model whose weights stay in the machine's memory: those of a layer visit the device of its inputs, and go
# when it is done. On one device nothing moves, and nothing is computed differently.


def visiting(self, weights: List[Tensor], first: int, count: int, host: Tensor) -> List[Tensor]:
    # The same list, with some of its weights where host is.
    result: List[Tensor] = []
    result.extend(weights)
    for i in range(first, first + count):
        result[i] = weights[i].to(host.device)
    return result


def score_offloaded(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # As score.
    visitors = self.visiting(t, 0, 1, ids_BP)
    x = self.embed_prefix(visitors, ids_BP, features, slot, feature)
    geometry = self.branch_geometry(ids_BP, position_3BP, length_B, base_B, sheets, x)
    y: List[Tensor] = []
    for sheet in sheets:
        y.append(torch.embedding(visitors[0], sheet))
    for layer in range(self.layers):
        visitors = self.visiting(t, 1 + 7 * layer, 7, ids_BP)
        x, y = self.shared_layer(visitors, layer, x, y, geometry)
    visitors = self.visiting(t, 1 + 7 * self.layers, 2, ids_BP)
    picked = torch.index_select(self.final_rows(visitors, y), 0, pick_M)
    return self.chunked_log_probs(visitors[2 + 7 * self.layers], picked, target_M, float(temperature), int(rows))


def encode_images_offloaded(self, patches: Tensor, v: List[Tensor], position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> Tensor:
    # As encode_images.
    x = self.dense(patches.to(v[0].dtype), self.visiting(v, 0, 1, patches)[0], None)
    cos, sin = self.vision_rope(position_N2)
    for layer in range(self.vision_depth):
        visitors = self.visiting(v, 1 + 10 * layer, 10, patches)
        x = self.vision_layer(visitors, layer, x, cos, sin, whole, whole_restore, window, window_restore)
    return self.vision_merger(self.visiting(v, 1 + 10 * self.vision_depth, 5, patches), x)
