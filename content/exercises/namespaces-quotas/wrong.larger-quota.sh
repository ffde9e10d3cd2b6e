# fails: full/same-quota
# It works, at the expense of everybody else.
kubectl patch quota share -n store -p '{"spec":{"hard":{"requests.cpu":"2"}}}'
kubectl rollout restart deployment/shop -n store
sleep 60
