# fails: lift/still-watched
kubectl patch deployment lift -n tower --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/livenessProbe"}]'
sleep 90
