package comporta.notify;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A mail server.
 *
 * @param address {@code smtp://host:port}, or {@code smtps://} for TLS from the first byte; with smtp TLS begins where the server offers it
 * @param from sender
 * @param user null: nobody signs in
 * @param password null: none
 */
record MailServer(URI address, String from, @Nullable String user, @Nullable String password) {
    private static final String TO_CONNECT = "10000";
    private static final String TO_ANSWER = "30000";

    /** @throws NotDelivered unless the server has taken it for all receivers */
    void send(List<String> to, Mail letter) throws NotDelivered {
        try {
            Transport.send(message(to, letter));
        } catch (AddressException e) {
            throw new NotDelivered("\"" + e.getRef() + "\" is no mail address", false);
        } catch (SMTPSendFailedException e) {
            throw new NotDelivered("the mail server said " + said(e), e.getReturnCode() < 500);
        } catch (SendFailedException e) {
            throw new NotDelivered("the mail server refuses receivers: " + said(e), false);
        } catch (MessagingException e) {
            throw new NotDelivered("the mail server cannot be used: " + said(e), true);
        }
    }

    private static String said(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage().strip();
    }

    private MimeMessage message(List<String> to, Mail letter) throws MessagingException {
        var message = new MimeMessage(session()) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + letter.id() + "@comporta>");
            }
        };
        message.setFrom(new InternetAddress(from, true));
        for (var receiver : to) {
            message.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(receiver, true));
        }
        message.setSubject("[comporta] " + letter.notice().headline(), StandardCharsets.UTF_8.name());
        message.setText(letter.message() + "\n\n" + letter.json() + "\n", StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(letter.notice().at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private Session session() {
        var secure = "smtps".equals(address.getScheme());
        var protocol = secure ? "smtps" : "smtp";
        var properties = new Properties();
        properties.put("mail.transport.protocol", protocol);
        var keys = "mail." + protocol + ".";
        properties.put(keys + "host", address.getHost());
        properties.put(keys + "port", Integer.toString(address.getPort() < 0 ? secure ? 465 : 25 : address.getPort()));
        properties.put(keys + "connectiontimeout", TO_CONNECT);
        properties.put(keys + "timeout", TO_ANSWER);
        properties.put(keys + "writetimeout", TO_ANSWER);
        properties.put(keys + "ssl.checkserveridentity", "true");
        properties.put(keys + "starttls.enable", "true");
        // A password goes nowhere in clear but to this host.
        properties.put(keys + "starttls.required", Boolean.toString(!secure && user != null && !isLoopback()));
        properties.put(keys + "auth", Boolean.toString(user != null));
        var name = user;
        var word = password;
        return Session.getInstance(properties, name == null ? null : new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(name, word == null ? "" : word);
            }
        });
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return String.valueOf(address);   // the password stays out of logs
    }
}
