package org.letterlock.alarms.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AlarmAdmin;
import org.letterlock.admin.api.AlarmTest;
import org.letterlock.admin.api.AlarmView;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.Problem;
import org.letterlock.admin.api.ProblemSource;
import org.letterlock.settings.SettingException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the gateway from time to time, keeps what is raised, and has it told. */
@Component(
        name = Alarms.PID,
        service = {AlarmAdmin.class, ProblemSource.class},
        immediate = true)
@Designate(ocd = Config.class)
public final class Alarms implements AlarmAdmin, ProblemSource {

    static final String PID = "org.letterlock.alarms";

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);
    private static final Duration SEND_INTERVAL = Duration.ofSeconds(15);

    private final Clock clock;
    private final Conditions conditions;
    private final AlarmFile file;
    private final AlarmBook book;
    private final Map<String, Outbox> outboxes = new HashMap<>();
    private final List<Worker> workers = new ArrayList<>();
    private volatile @Nullable String unkept;
    private boolean stopped;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable GatewayAdmin admin;

    /** Called by the component runtime. */
    @Activate
    public Alarms(Config config, Map<String, Object> properties) {
        this(Settings.from(properties));
    }

    private Alarms(Settings settings) {
        this(settings, receivers(settings), Clock.systemUTC());
    }

    Alarms(Settings settings, List<Receiver> receivers, Clock clock) {
        this.clock = clock;
        conditions = new Conditions(settings.diskWarningBytes(), settings.unknownRecipientMails());
        AlarmFile.Kept kept;
        try {
            file = new AlarmFile(settings.dataDirectory());
            kept = file.read();
        } catch (IOException e) {
            throw new SettingException(PID, "dataDirectory", "the alarms cannot be read: " + e);
        }
        book = new AlarmBook(kept.alarms());
        for (Receiver receiver : receivers) {
            List<Message> waiting = kept.waiting().getOrDefault(receiver.name(), List.of());
            outboxes.put(receiver.name(), new Outbox(receiver, waiting, clock, this::keep));
        }
    }

    private static List<Receiver> receivers(Settings settings) {
        SSLContext trust = Trust.of(settings.caFile());
        Settings.Smtp smtp = settings.smtp();
        Settings.Hook hook = settings.hook();
        return Stream.of(
                        smtp == null ? null : new Mail(smtp, settings.hostname(), trust),
                        hook == null ? null : new Webhook(hook.url(), hook.secret(), settings.hostname(), trust))
                .filter(Objects::nonNull)
                .map(Receiver.class::cast)
                .toList();
    }

    /** Called by the component runtime. */
    @Activate
    void start() {
        workers.add(new Worker("letterlock-alarms", LOOK_INTERVAL, this::look));
        outboxes.forEach(
                (name, outbox) -> workers.add(new Worker("letterlock-alarms-" + name, SEND_INTERVAL, outbox::send)));
        workers.forEach(Worker::start);
    }

    /** Called by the component runtime. */
    @Deactivate
    void stop() {
        workers.forEach(Worker::stop);
        synchronized (this) {
            stopped = true;
        }
    }

    private void look() {
        GatewayAdmin gateway = admin;
        if (gateway == null) {
            return;
        }
        try {
            look(gateway);
        } catch (RuntimeException e) {
            // A part that goes away while it is looked at must not end the watch.
            LOG.debug("the gateway could not be looked at", e);
        }
    }

    /** Looks once. */
    void look(GatewayAdmin gateway) {
        Instant now = clock.instant();
        Conditions.Found found = conditions.of(gateway, now);
        List<Message> messages;
        synchronized (this) {
            messages = book.look(found.conditions(), found.unknown(), now);
            for (Message message : messages) {
                outboxes.values().forEach(outbox -> outbox.add(message));
            }
        }
        if (!messages.isEmpty()) {
            keep();
            messages.forEach(message -> LOG.info(
                    "alarm {}: {}",
                    message.event() == Message.Event.RAISED ? "raised" : "cleared",
                    message.alarm().text()));
            workers.forEach(Worker::wake);
        }
    }

    private synchronized void keep() {
        if (stopped) {
            // A receiver was slower than the end of this component; another one writes the file now.
            return;
        }
        Map<String, List<Message>> waiting = new HashMap<>();
        outboxes.forEach((name, outbox) -> waiting.put(name, outbox.waiting()));
        try {
            file.write(new AlarmFile.Kept(book.alarms(), waiting));
            unkept = null;
        } catch (IOException e) {
            unkept = e.toString();
        }
    }

    /** Sends what is due, in the calling thread. */
    void send() {
        outboxes.values().forEach(Outbox::send);
    }

    @Override
    public synchronized List<AlarmView> alarms() {
        return book.alarms().stream().map(Alarm::view).toList();
    }

    @Override
    public List<AlarmTest> testAlarms() throws AdminException {
        if (outboxes.isEmpty()) {
            throw new AdminException(
                    AdminException.Reason.CONFLICT,
                    "no receiver is configured: set mailHost or webhookUrl of " + PID,
                    null);
        }
        Alarm alarm = new Alarm(
                "test",
                "test",
                "warning",
                null,
                "this is a test, nothing is wrong",
                clock.instant().toString(),
                null);
        return outboxes.values().stream()
                .map(outbox -> test(outbox.receiver(), new Message(Message.Event.TEST, alarm)))
                .toList();
    }

    private static AlarmTest test(Receiver receiver, Message message) {
        try {
            receiver.send(message);
            return new AlarmTest(receiver.name(), null);
        } catch (IOException e) {
            return new AlarmTest(receiver.name(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        outboxes.forEach((name, outbox) -> {
            String problem = outbox.problem();
            if (problem != null) {
                problems.add(new Problem("alarms by " + name, problem, true));
            }
        });
        String failure = unkept;
        if (failure != null) {
            problems.add(new Problem("alarms", "alarms cannot be kept over a restart: " + failure, true));
        }
        return problems;
    }
}
