# fails: calm/one-by-one
# It waits longer and then drops them all at once.
kubectl patch hpa front -n calm -p '{"spec":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":120}}}}'
sleep 20
