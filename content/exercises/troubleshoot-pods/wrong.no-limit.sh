# fails: mixer/bounded
kubectl patch deployment mixer -n bakery --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/resources"}]'
sleep 40
