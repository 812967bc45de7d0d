-- Pictures that nothing refers to are deleted. used_at says when an import last stored a picture or was told that it is there, so
-- that those of an import that goes on are spared. deleted_at is set before the file goes: from then on the picture is missing.
ALTER TABLE image
    ADD COLUMN used_at    timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN deleted_at timestamptz;
