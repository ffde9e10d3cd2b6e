# The pause as a command, and sleeper stops at a file that its preStop hook lays.
kubectl patch deployment web -n shop --patch '
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 40
      containers:
        - name: nginx
          readinessProbe: { tcpSocket: { port: 80 } }
          lifecycle: { preStop: { exec: { command: [sleep, "10"] } } }
'
kubectl patch deployment worker -n shop --type=merge -p '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":300}}}}'
kubectl patch deployment sleeper -n shop --patch '
spec:
  template:
    spec:
      containers:
        - name: sleeper
          command: [sh, -c, "until test -e /tmp/stop; do echo working; sleep 1; done"]
          lifecycle: { preStop: { exec: { command: [touch, /tmp/stop] } } }
'
sleep 120
