# fails: blue-green/green, blue-green/switched
# The Service is switched before anything stands behind it.
kubectl patch service front -n store -p '{"spec":{"selector":{"version":"green"}}}'
sleep 5
