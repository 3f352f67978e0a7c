#!/usr/bin/perl
# cutting_proxy.pl LISTEN TARGET ORDER
#
# Passes connections to the unix socket LISTEN on to the unix socket TARGET. While the file ORDER exists, its text is
# looked for in what clients say; the next COMMIT of a connection that said it reaches the server and is carried out, but
# the answer is kept back, the connection is cut, and ORDER is removed. Runs until it is killed.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;

my ($listen, $target, $order) = @ARGV;
my $listener = IO::Socket::UNIX->new(Type => SOCK_STREAM, Local => $listen, Listen => 16) or die "$listen: $!";
my $waiting = IO::Select->new($listener);
my (%peer, %is_client, %said);

sub close_both {
    my ($socket) = @_;
    my $other = $peer{$socket};
    for my $end ($socket, $other) {
        next unless defined $end;
        $waiting->remove($end);
        delete $peer{$end};
        delete $is_client{$end};
        delete $said{$end};
        close $end;
    }
}

sub wanted {
    open my $file, '<', $order or return;
    my $text = <$file>;
    chomp $text;
    return $text;
}

sub send_all {
    my ($to, $data) = @_;
    while (length $data) {
        my $sent = syswrite $to, $data;
        return unless defined $sent;
        substr $data, 0, $sent, '';
    }
}

$SIG{PIPE} = 'IGNORE';
while (1) {
    for my $socket ($waiting->can_read) {
        if ($socket == $listener) {
            my $client = $listener->accept or next;
            my $server = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $target);
            close $client, next unless defined $server;
            ($peer{$client}, $peer{$server}) = ($server, $client);
            $is_client{$client} = 1;
            $said{$client} = 0;
            $waiting->add($client, $server);
            next;
        }
        my $other = $peer{$socket} or next;
        my $count = sysread $socket, my $data, 65536;
        close_both($socket), next unless $count;
        my $text = $is_client{$socket} ? wanted() : undef;
        $said{$socket} = 1 if defined $text && index($data, $text) >= 0;
        my $cuts = defined $text && $said{$socket} && $data =~ /COMMIT\0/;
        send_all($other, $data);
        next unless $cuts;
        sysread $other, my $answer, 65536;    # it is carried out by then
        unlink $order;
        close_both($socket);
    }
}
