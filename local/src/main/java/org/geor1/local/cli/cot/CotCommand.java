package org.geor1.local.cli.cot;

import picocli.CommandLine.Command;

/** What can be done with chains of thought about real photos. */
@Command(
        name = "cot",
        mixinStandardHelpOptions = true,
        description =
                "Makes chains of thought about real photos with a teacher, and checks them before they are trained on.",
        subcommands = {BuildCommand.class, CheckCommand.class})
public final class CotCommand {}
