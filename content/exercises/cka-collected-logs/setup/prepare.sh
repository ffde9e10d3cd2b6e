install -d -m 0777 /opt/answers/logs
kubectl create namespace @{namespace}
talk() { # NAME LABEL REPLICAS
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1 }
spec:
  replicas: $3
  selector: { matchLabels: { app: $1 } }
  template:
    metadata: { labels: { app: $1, ${2/=/: } } }
    spec:
      terminationGracePeriodSeconds: 1
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, 'echo "\$HOSTNAME prepare: tables made"']
      containers:
        - name: $1
          image: busybox:1.36
          command: [sh, -c, 'n=0; while true; do n=\$((n+1)); echo "\$HOSTNAME $1 line \$n"; if [ \$((n % 7)) = 0 ]; then echo "\$HOSTNAME $1 ERROR at line \$n" >&2; fi; sleep 12; done']
        - name: @{helper}
          image: busybox:1.36
          command: [sh, -c, 'n=0; while true; do n=\$((n+1)); echo "\$HOSTNAME @{helper} passes \$n"; sleep 20; done']
YAML
}
talk @{app} @{label} 2
talk @{app}-small other=none 1
talk @{app}-second @{label} 1
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: { name: @{crashed} }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: monitor
      image: busybox:1.36
      command: [sh, -c, 'echo watching; exec sleep infinity']
    - name: work
      image: busybox:1.36
      command: [sh, -c, 'if [ -e /state/again ]; then echo "begins again"; exec sleep infinity; fi; touch /state/again; echo "begins"; sleep 5; echo "reads the chart"; echo "code @{word}: chart torn" >&2; exit 3']
      volumeMounts: [{ name: state, mountPath: /state }]
  volumes: [{ name: state, emptyDir: {} }]
YAML
sleep 280
