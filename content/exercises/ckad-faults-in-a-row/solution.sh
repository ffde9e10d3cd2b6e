kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, "while true; do echo @{app} serves $TONE; sleep 5; done"]
          env:
            - name: TONE
              valueFrom:
                configMapKeyRef:
                  name: @{app}-conf
                  key: tone
          resources:
            requests:
              memory: 64Mi
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
echo @{why.reason} > /opt/answers/faults/reason.txt
echo @{why.missing} > /opt/answers/faults/missing.txt
echo @{fleet}-@{counts.loudest} > /opt/answers/faults/pod.txt
kubectl logs -n @{namespace} @{fleet}-@{counts.loudest} -c main | grep '^ERROR' > /opt/answers/faults/errors.txt
sleep 5
