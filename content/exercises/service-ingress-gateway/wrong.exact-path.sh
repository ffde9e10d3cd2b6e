# fails: paths/api
# Without the star the path is exact: what is beneath it is not meant.
kubectl create ingress shop -n shop --class=nginx --rule='shop.example.com/api=api:80' --rule='shop.example.com/*=web:80'
sleep 10
