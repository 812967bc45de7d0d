package org.geor1.local.cli.data;

import picocli.CommandLine.Command;

/** Commands about datasets. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks and converts your datasets, and makes new ones from OpenStreetMap.",
        subcommands = {ValidateCommand.class, ConvertCommand.class, OsmCommand.class})
public final class DataCommand {}
