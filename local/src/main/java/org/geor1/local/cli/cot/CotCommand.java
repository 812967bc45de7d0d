package org.geor1.local.cli.cot;

import picocli.CommandLine.Command;

/** What can be done with chains of thought about real photos. */
@Command(
        name = "cot",
        mixinStandardHelpOptions = true,
        description = "Checks chains of thought about real photos before they are trained on.",
        subcommands = CheckCommand.class)
public final class CotCommand {}
