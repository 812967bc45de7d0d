package org.geor1.local.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The part of a command's help that lists the settings for {@code --set}. */
final class SettingsHelp {

    private static final String SECTION = "settings";
    private static final int WIDTH = 80;
    private static final int NAMES = 34;

    private SettingsHelp() {}

    /** @param kinds of run whose settings the command takes */
    static void addTo(CommandLine command, String... kinds) {
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
        command.setHelpSectionKeys(sections);
        command.getHelpSectionMap().put(SECTION, help -> text(help, kinds));
    }

    private static String text(Help help, String... kinds) {
        StringBuilder text = new StringBuilder();
        for (String kind : kinds) {
            text.append("%nSettings of %s, for --set:%n".formatted(kind));
            TextTable table = TextTable.forColumns(
                    help.colorScheme(),
                    new Column(NAMES, 2, Column.Overflow.SPAN),
                    new Column(WIDTH - NAMES, 2, Column.Overflow.WRAP));
            for (SettingsTable.Row row : SettingsTable.of("method/" + kind)) {
                boolean given =
                        !row.byDefault().equals("none") && !row.byDefault().equals("required");
                table.addRowValues(
                        given ? row.name() + "=" + row.byDefault() : row.name(),
                        row.values().isEmpty() ? row.description() : row.description() + " [" + row.values() + "]");
            }
            text.append(table);
        }
        return text.toString();
    }
}
