# fails: scale-out/target, scale-out/grows
# Twice the wish: nobody will ever use 500 % of the request.
kubectl autoscale deployment shop -n shop --cpu=500% --min=2 --max=6
sleep 20
