package org.geor1.local.cli.data;

import picocli.CommandLine.Command;

/** Commands about datasets, on disk and of the platform. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Checks, converts and imports your datasets, makes new ones from OpenStreetMap, and questions of them.",
        subcommands = {
            ValidateCommand.class,
            ConvertCommand.class,
            ImportCommand.class,
            ListCommand.class,
            ShowCommand.class,
            ExportCommand.class,
            RemoveCommand.class,
            OsmCommand.class,
            FeaturesCommand.class,
            PairsCommand.class
        })
public final class DataCommand {}
