# fails: change/boats
kubectl delete fy @{old} -n @{namespace}
cat <<'YAML' | kubectl apply -f -
apiVersion: @{group}/v1
kind: Ferry
metadata: { name: @{old}, namespace: @{namespace}, labels: { season: @{season} } }
spec: { route: { from: Longstone, to: Reedham }, seats: 90, drive: sail, boats: @{boats} }
YAML
