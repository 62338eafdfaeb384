package dev.substrate.cli;

import dev.substrate.cli.dev.DevCommand;
import dev.substrate.cli.dev.DevKillCommand;
import dev.substrate.cli.dev.DevPauseCommand;
import dev.substrate.cli.dev.DevResumeCommand;
import dev.substrate.cli.dev.DevStartCommand;
import dev.substrate.cli.dev.DevStatusCommand;
import dev.substrate.cli.dev.DevStopCommand;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.node.NodeDescribeCommand;
import dev.substrate.cli.node.NodeDownCommand;
import dev.substrate.cli.node.NodeLeaveCommand;
import dev.substrate.cli.node.NodeListCommand;
import dev.substrate.cli.record.DeleteCommand;
import dev.substrate.cli.record.GetCommand;
import dev.substrate.cli.record.HistoryCommand;
import dev.substrate.cli.record.HousekeepingCommand;
import dev.substrate.cli.record.PutCommand;
import dev.substrate.cli.record.QueryCommand;
import dev.substrate.cli.record.RecordCommand;
import dev.substrate.cli.record.ScanCommand;
import dev.substrate.cli.record.UpdateCommand;
import dev.substrate.cli.record.WatchCommand;
import dev.substrate.cli.record.WhereCommand;
import dev.substrate.cli.seed.ApplyCommand;
import dev.substrate.cli.seed.PlanCommand;
import dev.substrate.cli.seed.SeedCommand;
import dev.substrate.cli.service.ActivateCommand;
import dev.substrate.cli.service.AskCommand;
import dev.substrate.cli.service.DeactivateCommand;
import dev.substrate.cli.service.DescribeCommand;
import dev.substrate.cli.service.ListCommand;
import dev.substrate.cli.service.ResizeCommand;
import dev.substrate.cli.service.ServiceCommand;
import dev.substrate.cli.service.SettingsCommand;
import dev.substrate.cli.service.WhyCommand;
import dev.substrate.cli.store.StoreCommand;
import dev.substrate.cli.store.StoreExportCommand;
import dev.substrate.cli.store.StoreImportCommand;
import dev.substrate.cli.store.StoreVerifyCommand;
import dev.substrate.cli.terminal.Durations;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.topic.AnycastCommand;
import dev.substrate.cli.topic.PublishCommand;
import dev.substrate.cli.topic.TailCommand;
import dev.substrate.cli.topic.TopicCommand;
import dev.substrate.cli.topic.TopicListCommand;
import dev.substrate.cli.transfer.ExportCommand;
import dev.substrate.cli.transfer.ImportCommand;
import dev.substrate.record.RecordUri;
import dev.substrate.record.RequestId;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The {@code substrate} command. */
public final class Main {

    /** What a verb returns that leaves work behind in this process; no exit code. */
    static final int PROCESS_LIVES_ON = -1;

    private static final int HELP_WIDTH_CHARS = 100;

    private Main() {}

    /** Runs the command and ends the process, unless it has become a node. */
    public static void main(String... args) {
        int exitCode = run(Shell.ofProcess(), args);
        if (exitCode != PROCESS_LIVES_ON) {
            System.exit(exitCode);
        }
    }

    /** Runs the command and returns its exit code, one of {@link ExitCode}. */
    static int run(Shell shell, String... args) {
        int exitCode = commandLine(shell).execute(args);
        shell.out().flush();
        // A reader that went away, as head does, has not got everything.
        return shell.out().checkError() && exitCode == ExitCode.DONE ? ExitCode.FAILED : exitCode;
    }

    /** Returns the model of the command, from which its help and its documentation are made. */
    static CommandLine commandLine(Shell shell) {
        RootCommand root = new RootCommand();
        CommandLine command = new CommandLine(root)
                .addSubcommand(new CommandLine(new DevCommand(shell))
                        .addSubcommand(new DevStatusCommand(shell))
                        .addSubcommand(new DevStopCommand(shell))
                        .addSubcommand(new DevKillCommand(shell))
                        .addSubcommand(new DevPauseCommand(shell))
                        .addSubcommand(new DevResumeCommand(shell))
                        .addSubcommand(new DevStartCommand(shell)))
                .addSubcommand(new CommandLine(new NodeCommand())
                        .addSubcommand(new NodeListCommand(shell))
                        .addSubcommand(new NodeDescribeCommand(shell))
                        .addSubcommand(new NodeLeaveCommand(shell))
                        .addSubcommand(new NodeDownCommand(shell)))
                .addSubcommand(new StatusCommand(shell))
                .addSubcommand(new CommandLine(new RecordCommand())
                        .addSubcommand(new PutCommand(shell))
                        .addSubcommand(new GetCommand(shell))
                        .addSubcommand(new UpdateCommand(shell))
                        .addSubcommand(new DeleteCommand(shell))
                        .addSubcommand(new ScanCommand(shell))
                        .addSubcommand(new QueryCommand(shell))
                        .addSubcommand(new HistoryCommand(shell))
                        .addSubcommand(new WatchCommand(shell))
                        .addSubcommand(new ImportCommand(shell))
                        .addSubcommand(new ExportCommand(shell))
                        .addSubcommand(new WhereCommand(shell))
                        .addSubcommand(new HousekeepingCommand(shell)))
                .addSubcommand(new CommandLine(new ServiceCommand())
                        .addSubcommand(new ListCommand(shell))
                        .addSubcommand(new DescribeCommand(shell))
                        .addSubcommand(new WhyCommand(shell))
                        .addSubcommand(new ActivateCommand(shell))
                        .addSubcommand(new DeactivateCommand(shell))
                        .addSubcommand(new ResizeCommand(shell))
                        .addSubcommand(new SettingsCommand(shell))
                        .addSubcommand(new AskCommand(shell)))
                .addSubcommand(new CommandLine(new StoreCommand())
                        .addSubcommand(new StoreExportCommand(shell))
                        .addSubcommand(new StoreImportCommand(shell))
                        .addSubcommand(new StoreVerifyCommand(shell)))
                .addSubcommand(new CommandLine(new TopicCommand())
                        .addSubcommand(new TopicListCommand(shell))
                        .addSubcommand(new PublishCommand(shell))
                        .addSubcommand(new AnycastCommand(shell))
                        .addSubcommand(new TailCommand(shell)))
                .addSubcommand(new CommandLine(new SeedCommand())
                        .addSubcommand(new PlanCommand(shell))
                        .addSubcommand(new ApplyCommand(shell)));
        explainExitCodes(command);
        Errors errors = new Errors(shell, root::verbose);
        return command.registerConverter(RecordUri.class, named(RecordUri::parse))
                .registerConverter(RequestId.class, named(RequestId::new))
                .registerConverter(ScopeText.class, named(ScopeText::parse))
                .registerConverter(Duration.class, named(Durations::parse))
                .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(HELP_WIDTH_CHARS)
                .setParameterExceptionHandler(errors::onUsage)
                .setExecutionExceptionHandler(errors::onFailure);
    }

    private static <T> ITypeConverter<T> named(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private static void explainExitCodes(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true);
        spec.version("Substrate 0.1.0");
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + ExitCode.DONE, "done");
        codes.put(" " + ExitCode.FAILED, "failed");
        codes.put(" " + ExitCode.USAGE, "wrong usage");
        codes.put(" " + ExitCode.NOT_FOUND, "not found");
        codes.put(" " + ExitCode.CONFLICT, "conflict: the record is at another version, nothing was written");
        codes.put(" " + ExitCode.OUTCOME_UNKNOWN, "outcome unknown: repeating with the same request id is safe");
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
        command.getSubcommands().values().forEach(Main::explainExitCodes);
    }
}
