# Layer by layer recomputation (gradient checkpointing): the forward pass keeps what goes into each layer and nothing
# else; the backward pass runs a layer again, differentiates it, and lets go of it before the next.


def without_graph(self, weights: List[Tensor]) -> List[Tensor]:
    # What is computed from these alone records nothing.
    result: List[Tensor] = []
    for weight in weights:
        result.append(torch.detach(weight))
    return result


def layer_inputs(self, weights: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor]) -> List[Tensor]:
    # For each layer its prefixes, then its sheets; at the end what the last layer gives.
    t = self.without_graph(weights)
    x = self.embed_prefix(t, ids_BP, torch.detach(features), slot, feature)
    geometry = self.branch_geometry(ids_BP, position_3BP, length_B, base_B, sheets, x)
    y: List[Tensor] = []
    for sheet in sheets:
        y.append(torch.embedding(t[0], sheet))
    kept: List[Tensor] = []
    for layer in range(self.layers):
        kept.append(x)
        kept.extend(y)
        x, y = self.shared_layer(t, layer, x, y, geometry)
    # Nothing reads the prefixes behind the last layer.
    kept.append(torch.zeros([1], dtype=x.dtype, device=x.device))
    kept.extend(y)
    return kept


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


def add_rows(self, total: Tensor, place_N: Tensor, rows: Tensor) -> Tensor:
    # Adds each row where it belongs, in place. In bf16 a sum of many would lose the later ones, so those of one place
    # are added up in fp32 first.
    if total.dtype == 6:
        return torch.index_add_(total, 0, place_N, rows)
    places, which_N, n = torch._unique2(place_N, True, True, False)
    sums = torch.zeros([places.size(0), rows.size(1)], dtype=6, device=rows.device)
    sums = torch.index_add_(sums, 0, which_N, rows.to(6))
    return torch.index_add_(total, 0, places, sums.to(total.dtype))


def decoder_gradients(self, t: List[Tensor], kept: List[Tensor], by_y_MH: Tensor, by_head: Tensor, features: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor) -> List[Tensor]:
    # A gradient for each of t (by_head for the head, of which a tied one goes into the embedding's), then one for the
    # features. Takes what the forward pass kept from kept as it goes, and by_head for its own.
    geometry = self.branch_geometry(ids_BP, position_3BP, length_B, base_B, sheets, by_head)
    width = 1 + len(sheets)
    top = self.layers * width + 1
    y: List[Tensor] = []
    for s in range(len(sheets)):
        y.append(self.leaf(kept[top + s]))
    inputs: List[Tensor] = []
    inputs.extend(y)
    inputs.append(t[1 + 7 * self.layers])
    by = self.found([torch.index_select(self.final_rows(t, y), 0, pick_M)], [by_y_MH], inputs)
    result: List[Tensor] = []
    for weight in t:
        result.append(by_head)
    result[1 + 7 * self.layers] = by[len(sheets)]
    by_x = torch.zeros([1], dtype=by_head.dtype, device=by_head.device)
    by_ys = by[:len(sheets)]
    for i in range(self.layers):
        layer = self.layers - 1 - i
        at = 1 + 7 * layer
        x = self.leaf(kept[layer * width])
        y = []
        for s in range(len(sheets)):
            y.append(self.leaf(kept[layer * width + 1 + s]))
            kept[(layer + 1) * width + 1 + s] = by_head
        next_x, outputs = self.shared_layer(t, layer, x, y, geometry)
        if i > 0:
            kept[(layer + 1) * width] = by_head
            outputs.append(next_x)
            by_ys.append(by_x)
        next_x = by_head
        inputs = [x]
        inputs.extend(y)
        inputs.extend(t[at:at + 7])
        by = self.found(outputs, by_ys, inputs)
        by_x = by[0]
        by_ys = by[1:width]
        for w in range(7):
            result[at + w] = by[width + w]
    by_embedding = by_head
    if not self.tied_head:
        by_embedding = torch.zeros_like(t[0])
    prefix = torch.flatten(by_x, 0, 1)
    by_features = torch.index_add(torch.zeros_like(features, dtype=prefix.dtype), 0, feature, torch.index_select(prefix, 0, slot))
    # Where an image stands, its feature does, not an embedding.
    by_embedding = self.add_rows(by_embedding, torch.flatten(ids_BP), torch.index_fill(prefix, 0, slot, 0.0))
    for s in range(len(sheets)):
        by_embedding = self.add_rows(by_embedding, torch.flatten(sheets[s]), torch.flatten(by_ys[s], 0, 2))
    result[0] = by_embedding
    result.append(by_features)
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
