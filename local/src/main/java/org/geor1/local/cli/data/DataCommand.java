package org.geor1.local.cli.data;

import picocli.CommandLine.Command;

/** Commands that make data sets. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes data sets.",
        subcommands = OsmCommand.class)
public final class DataCommand {}
