# fails: order/origin
# The service that the customer talks to tells of the failure, and did not cause it.
echo '4711 door' > /root/failed.txt
