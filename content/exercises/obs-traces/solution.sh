collector=http://$(kubectl get service collector -n shop -o jsonpath='{.spec.clusterIP}')
order=$(curl -s $collector/spans | jq -r 'select(.status == 500) | .path' | sort -u | grep -o -E '[0-9]+' | head -n 1)
echo "$order $(curl -s $collector/spans | jq -r 'select(.status == 500) | .service' | sort -u)" > /root/failed.txt

kubectl set env deployment/cart -n shop FORWARD=traceparent
kubectl set env deployment/price -n shop ASK-

cat > /root/patch.yaml <<'YAML'
spec:
  template:
    spec:
      initContainers:
        - name: shipper
          image: busybox:1.37
          restartPolicy: Always
          command: [sh, -c, 'touch /spans/spans.jsonl; tail -n +1 -F /spans/spans.jsonl | while read -r line; do wget -q -O /dev/null --post-data="$line" http://collector/spans; done']
          volumeMounts: [{ name: spans, mountPath: /spans }]
YAML
kubectl patch deployment stock -n shop --patch-file /root/patch.yaml
for each in cart price stock; do kubectl rollout status deployment/$each -n shop --timeout=120s; done
sleep 5
